/** Events of public topics, as integrators see them. */
@NullMarked
package io.vigie.testkit.events;

import org.jspecify.annotations.NullMarked;
