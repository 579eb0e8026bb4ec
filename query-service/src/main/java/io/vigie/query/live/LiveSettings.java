package io.vigie.query.live;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the live tail keeps, prefix {@code vigie.query.live}.
 *
 * @param maxTail what records that are not stored yet may take in memory; beyond, the oldest are dropped and answers say that
 *     they are partial; at least 1 MB
 * @param maxSources how many sources are known at once; more are left out, with a warning; at least 1
 */
@ConfigurationProperties("vigie.query.live")
public record LiveSettings(
        @DefaultValue("64MB") DataSize maxTail,
        @DefaultValue("50000") int maxSources) {

    /** Refuses what can't work, by the setting's name. */
    public LiveSettings {
        if (maxTail.toMegabytes() < 1) {
            throw new IllegalArgumentException("vigie.query.live.max-tail: at least 1MB is allowed, it is " + maxTail);
        }
        if (maxSources < 1) {
            throw new IllegalArgumentException("vigie.query.live.max-sources: at least 1 is allowed");
        }
    }
}
