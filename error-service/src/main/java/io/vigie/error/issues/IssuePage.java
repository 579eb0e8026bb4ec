package io.vigie.error.issues;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list of issues is asked for.
 *
 * @param after the last one of the part before
 */
public record IssuePage(Order order, @Nullable Position after, int size) {

    /** By what, the highest first. */
    public enum Order {
        LAST_SEEN,
        FIRST_SEEN,
        COUNT
    }

    /**
     * The place of an issue in its order.
     *
     * @param value milliseconds or a count
     */
    public record Position(long value, String id) {

        /** Where this issue is. */
        public static Position of(Issue issue, Order order) {
            long value = switch (order) {
                case LAST_SEEN -> issue.totals().lastSeen().toEpochMilli();
                case FIRST_SEEN -> issue.totals().firstSeen().toEpochMilli();
                case COUNT -> issue.totals().count();
            };
            return new Position(value, issue.id());
        }
    }
}
