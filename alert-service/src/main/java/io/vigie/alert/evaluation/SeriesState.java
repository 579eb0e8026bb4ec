package io.vigie.alert.evaluation;

import io.vigie.alert.rule.Level;

/**
 * How one rule stands with one series. Immutable; times are milliseconds since the epoch by the stream's time.
 *
 * @param series the source and what tells its columns apart
 * @param ruleVersion the version by which it was judged last
 * @param since when the condition began to hold; of no meaning in {@link Phase#NORMAL}
 * @param clearSince in {@link Phase#RECOVERING}, since when it no longer holds
 * @param lastAt the latest sample that was judged
 * @param number how many signals there have been
 * @param value as it was shown in the last signal; of a reported alert what the device said
 * @param message of a reported alert
 */
public record SeriesState(
        String rule,
        String series,
        String type,
        String object,
        long ruleVersion,
        Phase phase,
        long since,
        long clearSince,
        long lastAt,
        long number,
        Level level,
        String value,
        String message) {

    /** No sample has been judged. */
    static final long NEVER = Long.MIN_VALUE;

    /** Where it stands. */
    public enum Phase {
        NORMAL,
        PENDING,
        FIRING,
        RECOVERING
    }

    /** Nothing has been judged yet. */
    public static SeriesState fresh(String rule, String series, String type, String object, Level level) {
        return new SeriesState(rule, series, type, object, 0, Phase.NORMAL, 0, 0, NEVER, 0, level, "", "");
    }

    boolean fires() {
        return phase == Phase.FIRING || phase == Phase.RECOVERING;
    }

    SeriesState at(Phase nextPhase, long nextSince, long nextClearSince, long at) {
        return new SeriesState(
                rule,
                series,
                type,
                object,
                ruleVersion,
                nextPhase,
                nextSince,
                nextClearSince,
                at,
                number,
                level,
                value,
                message);
    }

    SeriesState judgedBy(long version) {
        return new SeriesState(
                rule, series, type, object, version, phase, since, clearSince, lastAt, number, level, value, message);
    }

    SeriesState signalled(long nextNumber, Level nextLevel, String nextValue, String nextMessage) {
        return new SeriesState(
                rule,
                series,
                type,
                object,
                ruleVersion,
                phase,
                since,
                clearSince,
                lastAt,
                nextNumber,
                nextLevel,
                nextValue,
                nextMessage);
    }

    /** What it is about may change while nothing fires. */
    SeriesState about(String nextType, String nextObject) {
        return new SeriesState(
                rule,
                series,
                nextType,
                nextObject,
                ruleVersion,
                phase,
                since,
                clearSince,
                lastAt,
                number,
                level,
                value,
                message);
    }
}
