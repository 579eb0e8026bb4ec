/** The disk buffer: what was measured and is not acknowledged yet, kept over crashes, power cuts and long outages. */
@NullMarked
package io.vigie.agent.buffer;

import org.jspecify.annotations.NullMarked;
