package io.vigie.gateway.door;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pages of other hosts that may call the API with a token or key (never with the cookie).
 *
 * @param allowedOrigins for example {@code https://tools.example}; by default none
 */
@ConfigurationProperties("vigie.gateway.cors")
record CorsSettings(@DefaultValue List<String> allowedOrigins) {

    CorsSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
