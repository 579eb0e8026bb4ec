package io.vigie.agent.uplink;

import java.time.Duration;

/**
 * How long the uplink waits for what.
 *
 * @param heartbeat from one heartbeat to the next
 * @param answer for Welcome, and for the acknowledgement of what was sent
 * @param leastBackoff first limit of the jittered wait between two attempts
 * @param mostBackoff last limit of it
 */
public record Timings(Duration heartbeat, Duration answer, Duration leastBackoff, Duration mostBackoff) {

    /** The usual ones. */
    public static Timings withHeartbeat(Duration heartbeat) {
        return new Timings(heartbeat, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
}
