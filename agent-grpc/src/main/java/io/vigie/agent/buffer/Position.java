package io.vigie.agent.buffer;

import java.util.Comparator;

/**
 * A frame's place in the order of all frames of a source.
 *
 * @param epoch the agent's start that the frame belongs to; 0 before the first
 * @param seq its number in that epoch, from 1; 0 before the first
 */
public record Position(long epoch, long seq) implements Comparable<Position> {

    /** Before every frame. */
    public static final Position NONE = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::epoch).thenComparingLong(Position::seq);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Whether this comes after the other. */
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }
}
