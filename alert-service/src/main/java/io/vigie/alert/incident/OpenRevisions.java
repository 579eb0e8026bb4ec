package io.vigie.alert.incident;

import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.StateStore;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The open alerts and their revisions in MongoDB, asked for at most once a second for all partitions. By the thread of their consumer. */
final class OpenRevisions {

    private static final Duration LOOK_EACH = Duration.ofSeconds(1);

    /** What was there at a moment: keys of alerts that lasted, with their revisions. */
    record Look(Instant at, Map<String, Long> revisions) {}

    private final StateStore<Alert> alerts;
    private final Duration within;
    private final Clock clock;
    private Look last = new Look(Instant.MIN, Map.of());

    OpenRevisions(StateStore<Alert> alerts, Duration within, Clock clock) {
        this.alerts = alerts;
        this.within = within;
        this.clock = clock;
    }

    /** At most a second old, also where the clock was set back. */
    Look look() throws UnavailableException {
        Instant now = clock.instant();
        if (now.isBefore(last.at()) || !now.isBefore(last.at().plus(LOOK_EACH))) {
            last = new Look(
                    now,
                    Await.await(
                            alerts.revisions("episode.open", true).collectMap(Map.Entry::getKey, Map.Entry::getValue),
                            within));
        }
        return last;
    }
}
