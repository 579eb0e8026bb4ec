/** When what is measured, and how it becomes a frame. */
@NullMarked
package io.vigie.agent.sampling;

import org.jspecify.annotations.NullMarked;
