/** The stored frame: what one source measured in a stretch of time, and the bytes it is kept as. */
@NullMarked
package io.vigie.frames;

import org.jspecify.annotations.NullMarked;
