/** The ways to people: which there are, what each is told, and its settings. */
@NullMarked
package io.vigie.alert.channel;

import org.jspecify.annotations.NullMarked;
