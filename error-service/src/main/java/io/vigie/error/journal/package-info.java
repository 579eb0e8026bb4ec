/** Every error as a line of a rolling file. */
@NullMarked
package io.vigie.error.journal;

import org.jspecify.annotations.NullMarked;
