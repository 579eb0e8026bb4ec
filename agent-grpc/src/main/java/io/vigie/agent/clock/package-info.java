/** When something was measured: time since the boot, and the machine's own clock beside it. */
@NullMarked
package io.vigie.agent.clock;

import org.jspecify.annotations.NullMarked;
