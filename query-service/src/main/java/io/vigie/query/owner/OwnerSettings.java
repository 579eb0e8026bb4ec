package io.vigie.query.owner;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the owners are, prefix {@code vigie.query}; {@code http://host:port}. What one that is not set owns is unavailable.
 *
 * @param errorsUrl of error-service
 * @param alertsUrl of alert-service
 * @param gatewayUrl of the gateway, for keys
 */
@ConfigurationProperties("vigie.query")
record OwnerSettings(
        @Nullable URI errorsUrl,
        @Nullable URI alertsUrl,
        @Nullable URI gatewayUrl) {

    OwnerSettings {
        check("errors-url", errorsUrl);
        check("alerts-url", alertsUrl);
        check("gateway-url", gatewayUrl);
    }

    private static void check(String name, @Nullable URI url) {
        if (url != null
                && (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))) {
            throw new IllegalArgumentException("vigie.query." + name + ": must be http://host:port, it is " + url);
        }
    }
}
