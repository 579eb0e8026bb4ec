package io.vigie.gateway.door;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Prefix {@code vigie.gateway}.
 *
 * @param internalPort of loopback, for the services of the same machine; 0: a free one; not set: they come through the door
 */
@ConfigurationProperties("vigie.gateway")
record InnerDoorSettings(int internalPort) {

    InnerDoorSettings {
        if (internalPort < 0 || internalPort > 65_535) {
            throw new IllegalArgumentException(
                    "vigie.gateway.internal-port: 0 to 65535 is allowed, it is " + internalPort);
        }
    }
}
