/** Sees to it that each notice reaches each channel that wants it: queues, retries, log. */
@NullMarked
package io.vigie.alert.delivery;

import org.jspecify.annotations.NullMarked;
