/** What errors have in common: counts that are exact, and what becomes of an issue. */
@NullMarked
package io.vigie.error.issues;

import org.jspecify.annotations.NullMarked;
