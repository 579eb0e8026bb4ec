package io.vigie.gateway.door;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one client may ask of the door.
 *
 * @param connections open at once, all clients together
 * @param head how long the first line and headers of a request, TLS included, may take from their first byte
 * @param bodyPause the longest pause within a body; not for gRPC
 * @param body the largest body; not for gRPC, whose messages the service limits
 */
@ConfigurationProperties("vigie.gateway.limits")
record LimitSettings(
        @DefaultValue("20000") int connections,
        @DefaultValue("10s") Duration head,
        @DefaultValue("15s") Duration bodyPause,
        @DefaultValue("2MB") DataSize body) {

    LimitSettings {
        if (connections < 1 || head.toMillis() < 1 || bodyPause.toMillis() < 1 || body.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "vigie.gateway.limits: connections, head, body-pause and body must be positive");
        }
    }
}
