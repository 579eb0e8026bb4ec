package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How many devices are alive, and how many have fallen silent lately (silent for at least 2 min, or 1.5 of their usual intervals,
 * and for at most 10 min longer). The fleet's alert fires where at least 5 have fallen and they are more than half of both
 * together; it ends when half of those that had fallen are back.
 */
public record FleetCensus(long alive, long fallen) {

    static final FleetCensus NOBODY = new FleetCensus(0, 0);

    private static final int LEAST_FALLEN = 5;
    private static final long LATELY = Duration.ofMinutes(10).toMillis();
    private static final String SERIES = "fleet";

    FleetCensus plus(FleetCensus other) {
        return new FleetCensus(alive + other.alive, fallen + other.fallen);
    }

    FleetCensus with(Watched watched, PartitionClock clock) {
        if (!watched.device()) {
            return this;
        }
        long beyond = watched.life().silence(clock) - watched.life().quietLimit();
        return beyond < 0
                ? new FleetCensus(alive + 1, fallen)
                : beyond <= LATELY ? new FleetCensus(alive, fallen + 1) : this;
    }

    private boolean isMostOfTheFleet() {
        return fallen >= LEAST_FALLEN && fallen > alive;
    }

    Watched judge(Watched before, long at, Instant now) {
        Working working = new Working(before, now);
        SeriesState state = working.find(Rule.FLEET, SERIES)
                .orElseGet(() -> SeriesState.fresh(Rule.FLEET, SERIES, Rule.FLEET, "", Level.CRITICAL));
        if (!state.fires() && isMostOfTheFleet()) {
            working.needed(alive + (fallen + 1) / 2);
            String silent = Long.toString(fallen);
            String watched = Long.toString(alive + fallen);
            Map<String, String> parameters = Map.of("silent", silent, "watched", watched);
            working.fire(state.at(Phase.FIRING, at, 0, at), Level.CRITICAL, at, silent, parameters, "");
        } else if (state.fires() && alive >= working.needed()) {
            working.end(state, at);
        }
        return working.done();
    }
}
