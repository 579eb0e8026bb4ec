package io.vigie.gateway.door;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * TLS at the door: both or none.
 *
 * @param certificate PEM file with the certificate and those between it and its root
 * @param privateKey PEM file (PKCS #8) with its key
 */
@ConfigurationProperties("vigie.gateway.tls")
public record TlsSettings(
        @Nullable Path certificate, @Nullable Path privateKey) {

    /** Refuses half of it. */
    public TlsSettings {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException(
                    "vigie.gateway.tls.certificate and vigie.gateway.tls.private-key go together");
        }
    }

    /** Whether the door speaks TLS. */
    public boolean isOn() {
        return certificate != null;
    }
}
