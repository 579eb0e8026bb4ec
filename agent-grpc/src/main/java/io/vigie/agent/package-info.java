/** The agent: settings, identity, and what ties probes, buffer and uplink together. */
@NullMarked
package io.vigie.agent;

import org.jspecify.annotations.NullMarked;
