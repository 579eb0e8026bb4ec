/** One attempt to tell one channel one notice, and what became of it. */
@NullMarked
package io.vigie.alert.sending;

import org.jspecify.annotations.NullMarked;
