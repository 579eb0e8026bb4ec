package io.vigie.alert.notice;

import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it was when a notice of it was decided.
 *
 * @param alertId the same from its begin to its end
 * @param siteId the source; of an error rule the service; {@code *} of the whole fleet
 * @param clubName empty where there is none
 * @param type temperature, disk, memory, service, application, offline, error, fleet, or another
 * @param object the service or volume that it is about; empty where there is none
 * @param value as it is shown; empty where there is none
 * @param timestamp when it began to be as it is, by the stream's time
 * @param rule the rule's id; {@code reported}: the device said it itself
 * @param since when it began
 * @param endedAt null while it lasts
 */
public record AlertSnapshot(
        String alertId,
        String siteId,
        String clubName,
        String type,
        String object,
        Level level,
        Texts message,
        String value,
        Instant timestamp,
        String rule,
        Instant since,
        @Nullable Instant endedAt) {}
