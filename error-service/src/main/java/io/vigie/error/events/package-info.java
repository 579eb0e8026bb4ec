/** Single errors: their bodies, a sample of them where there are too many, and the marks by which repetitions are known. */
@NullMarked
package io.vigie.error.events;

import org.jspecify.annotations.NullMarked;
