package io.vigie.query.fleet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vigie.query.sources.SourceProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry of the list of sites.
 *
 * @param lastUpdate the timestamp of its last metrics, milliseconds since the epoch; null: it has sent none
 * @param lastHeartbeat when its last sign of life was received, milliseconds since the epoch
 * @param status "offline", else "critical" or "warning" by its worst open alert, else "online"
 * @param alerts its open alerts as {@code /api/alerts} lists them
 */
record Site(
        String siteId,
        @Nullable String clubName,
        @Nullable String hostname,
        @Nullable Long lastUpdate,
        long lastHeartbeat,
        String status,
        List<JsonNode> alerts,
        Map<String, @Nullable Object> summary,
        @JsonIgnore SiteValues values) {

    static final String OFFLINE = "offline";
    static final String CRITICAL = "critical";
    static final String WARNING = "warning";
    static final String ONLINE = "online";

    static Site of(SourceProfile profile, List<JsonNode> alerts, Instant now) {
        SiteValues values = valuesOf(profile);
        return new Site(
                profile.id(),
                profile.club().orElse(null),
                profile.hostName().orElse(null),
                profile.lastSampleAt() == SourceProfile.NO_SAMPLE ? null : profile.lastSampleAt(),
                profile.lastSeen().toEpochMilli(),
                status(profile, alerts, now),
                alerts,
                SiteBody.summary(values),
                values);
    }

    /** The values of the latest sample and, where that has none, the last ones before. */
    static SiteValues valuesOf(SourceProfile profile) {
        SiteValues values = new SiteValues();
        profile.latest().forEach((column, at, value) -> values.put(column, value));
        return values;
    }

    private static String status(SourceProfile profile, List<JsonNode> alerts, Instant now) {
        return switch (profile.status(now)) {
            case OFFLINE -> OFFLINE;
            case ONLINE -> isAny(alerts, CRITICAL) ? CRITICAL : isAny(alerts, WARNING) ? WARNING : ONLINE;
        };
    }

    static boolean isAny(List<JsonNode> alerts, String level) {
        return alerts.stream().anyMatch(alert -> isOfLevel(alert, level));
    }

    static boolean isOfLevel(JsonNode alert, String level) {
        return level.equals(alert.path("level").stringValue(""));
    }
}
