package io.vigie.ingest.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is taken over HTTP, prefix {@code vigie.ingest.http}.
 *
 * @param maxInFlight bodies that are read or wait for Kafka at once, all together; at least 1 MB
 * @param bodyWithin how long a body may take to come
 * @param keyWithin how long an unknown key may be looked for
 */
@ConfigurationProperties("vigie.ingest.http")
public record HttpSettings(
        @DefaultValue("32MB") DataSize maxInFlight,
        @DefaultValue("30s") Duration bodyWithin,
        @DefaultValue("5s") Duration keyWithin) {

    /** The largest body, before and after inflation. */
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    /** Refuses what can't work, by the setting's name. */
    public HttpSettings {
        if (maxInFlight.toBytes() < MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "vigie.ingest.http.max-in-flight: at least 1MB is needed, it is " + maxInFlight);
        }
        positive("body-within", bodyWithin);
        positive("key-within", keyWithin);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("vigie.ingest.http." + name + ": must be positive, it is " + duration);
        }
    }
}
