package io.vigie.gateway.signing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where the key pair is.
 *
 * @param directory holds {@code signing-key.pem} and {@code signing-key.pub.pem}; both are made where they are missing. Several
 *     gateways share one
 */
@ConfigurationProperties("vigie.gateway")
record SigningSettings(@Name("key-directory") @Nullable Path directory) {

    SigningSettings {
        if (directory == null) {
            throw new IllegalArgumentException(
                    "vigie.gateway.key-directory is missing: a folder of the gateway's own, for example data/keys");
        }
    }

    Path keys() {
        return directory == null ? Path.of("") : directory;
    }
}
