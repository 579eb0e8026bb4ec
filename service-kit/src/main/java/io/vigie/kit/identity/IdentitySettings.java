package io.vigie.kit.identity;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service knows who asks, prefix {@code vigie.identity}.
 *
 * @param publicKey file with the gateway's public key (PEM, EC P-256)
 * @param openPaths what is served without an identity, as path patterns
 */
@ConfigurationProperties("vigie.identity")
public record IdentitySettings(
        Path publicKey, @DefaultValue("/actuator/**") List<String> openPaths) {

    /** Copies what may change. */
    public IdentitySettings {
        if (publicKey == null) {
            throw new IllegalArgumentException("vigie.identity.public-key: must be set");
        }
        openPaths = List.copyOf(openPaths);
    }
}
