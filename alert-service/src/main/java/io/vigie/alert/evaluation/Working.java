package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Rule;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of one {@link Watched} while a message is judged. */
final class Working {

    /** How many series of rules one source may have; others are not judged. */
    static final int MOST_SERIES = 1000;

    /** How many ended series of reported alerts and issues are kept for their numbers. */
    private static final int MOST_ENDED = 200;

    private final Watched before;
    private final Instant now;
    private final Map<String, SeriesState> series = new LinkedHashMap<>();
    private final List<Signal> outbox;
    private String club;
    private Life life;
    private long epoch;
    private long seq;
    private long reportedAt;
    private long needed;
    private long floor;

    Working(Watched before, Instant now) {
        this.before = before;
        this.now = now;
        before.series().forEach(state -> series.put(key(state.rule(), state.series()), state));
        this.outbox = new ArrayList<>(before.outbox());
        this.club = before.club();
        this.life = before.life();
        this.epoch = before.epoch();
        this.seq = before.seq();
        this.reportedAt = before.reportedAt();
        this.needed = before.needed();
        this.floor = before.floor();
    }

    private static String key(String rule, String name) {
        return rule + '\n' + name;
    }

    String source() {
        return before.source();
    }

    String club() {
        return club;
    }

    void club(String now) {
        club = now;
    }

    Life life() {
        return life;
    }

    void life(Life now) {
        life = now;
    }

    long reportedAt() {
        return reportedAt;
    }

    void reportedAt(long at) {
        reportedAt = at;
    }

    long needed() {
        return needed;
    }

    void needed(long count) {
        needed = count;
    }

    /** Whether a frame is newer than every one before; remembers it. Where the sender does not count, it is. */
    boolean isNewer(long frameEpoch, long frameSeq) {
        if (frameEpoch == 0) {
            return true;
        }
        if (frameEpoch < epoch || frameEpoch == epoch && frameSeq <= seq) {
            return false;
        }
        epoch = frameEpoch;
        seq = frameSeq;
        return true;
    }

    List<SeriesState> all() {
        return List.copyOf(series.values());
    }

    Optional<SeriesState> find(String rule, String name) {
        return Optional.ofNullable(series.get(key(rule, name)));
    }

    boolean hasRoom() {
        return series.size() < MOST_SERIES;
    }

    void put(SeriesState state) {
        series.put(key(state.rule(), state.series()), state);
    }

    void remove(SeriesState state) {
        floor = Math.max(floor, state.number());
        series.remove(key(state.rule(), state.series()));
    }

    /** The condition holds (again, or in another way): the next signal of the series. */
    void fire(SeriesState state, Level level, long at, String value, Map<String, String> parameters, String message) {
        SeriesState next = state.signalled(nextNumber(state), level, value, message);
        put(next);
        send(next, true, at, value, parameters, message);
    }

    /** The condition has ended. */
    void end(SeriesState state, long at) {
        SeriesState next = state.at(Phase.NORMAL, state.since(), 0, state.lastAt())
                .signalled(nextNumber(state), state.level(), state.value(), state.message());
        put(next);
        send(next, false, at, state.value(), Map.of(), state.message());
    }

    private long nextNumber(SeriesState state) {
        return Math.max(state.number(), floor) + 1;
    }

    private void send(
            SeriesState state, boolean firing, long at, String value, Map<String, String> parameters, String message) {
        outbox.add(Signal.of(IncidentSignal.newBuilder()
                .setRule(state.rule())
                .setSeries(state.series())
                .setNumber(state.number())
                .setFiring(firing)
                .setLevel(state.level().toProto())
                .setSource(before.source())
                .setClub(club)
                .setType(state.type())
                .setObject(state.object())
                .setValue(value)
                .putAllParameters(parameters)
                .setMessage(message)
                .setAt(at)
                .setFoundAt(now.toEpochMilli())
                .build()));
    }

    /** Forgets the oldest ended series whose names others choose; their numbers stay below the floor. */
    private void prune() {
        List<SeriesState> ended = series.values().stream()
                .filter(state -> !state.fires() && isOpenEnded(state))
                .sorted(Comparator.comparingLong(SeriesState::lastAt).thenComparing(SeriesState::series))
                .toList();
        for (int i = 0; i < ended.size() - MOST_ENDED; i++) {
            remove(ended.get(i));
        }
    }

    private static boolean isOpenEnded(SeriesState state) {
        return state.rule().equals(Rule.REPORTED) || state.type().equals(ErrorEvaluation.TYPE);
    }

    Watched done() {
        prune();
        Watched after = new Watched(
                before.source(),
                before.device(),
                club,
                epoch,
                seq,
                reportedAt,
                needed,
                life,
                List.copyOf(series.values()),
                floor,
                outbox);
        return after.equals(before) ? before : after;
    }
}
