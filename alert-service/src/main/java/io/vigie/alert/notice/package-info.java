/** The port to whoever tells people: a notice is handed over once, under an id that never changes. */
@NullMarked
package io.vigie.alert.notice;

import org.jspecify.annotations.NullMarked;
