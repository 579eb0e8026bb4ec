package io.vigie.alert.preview;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where past data is asked for, prefix {@code vigie.alert}.
 *
 * @param queryUrl of the query-service: {@code http://host:port}; null: there are no previews
 * @param queryTimeout how long its answer may take; 1 s to 2 min
 */
@ConfigurationProperties("vigie.alert")
record PreviewSettings(
        @Nullable URI queryUrl, @DefaultValue("15s") Duration queryTimeout) {

    PreviewSettings {
        if (queryTimeout.compareTo(Duration.ofSeconds(1)) < 0 || queryTimeout.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException(
                    "vigie.alert.query-timeout: 1 s to 2 min is allowed, it is " + queryTimeout);
        }
    }
}
