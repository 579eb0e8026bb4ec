/** Which errors are one issue: the key of an error and what explains it. */
@NullMarked
package io.vigie.error.grouping;

import org.jspecify.annotations.NullMarked;
