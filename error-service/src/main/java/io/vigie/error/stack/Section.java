package io.vigie.error.stack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One exception while its lines are read. */
final class Section {

    private static final int LONGEST_MESSAGE = 8192;

    private @Nullable String type;
    private @Nullable StringBuilder message;
    private final List<StackFrame> frames = new ArrayList<>();

    void head(Head head) {
        type = head.type();
        message = head.message() == null ? null : new StringBuilder(head.message());
    }

    /** A further line of the message; before the type is known it is none. */
    void goOn(String line) {
        if (message == null) {
            message = new StringBuilder(line);
        } else if (message.length() < LONGEST_MESSAGE) {
            message.append('\n').append(line);
        }
    }

    void add(@Nullable StackFrame frame) {
        if (frame != null) {
            frames.add(frame);
        }
    }

    void addFirst(@Nullable StackFrame frame) {
        if (frame != null) {
            frames.addFirst(frame);
        }
    }

    boolean hasFrames() {
        return !frames.isEmpty();
    }

    boolean hasType() {
        return type != null;
    }

    boolean isEmpty() {
        return type == null && message == null && frames.isEmpty();
    }

    List<StackFrame> frames() {
        return frames;
    }

    ThrownError finish() {
        return new ThrownError(type, message == null ? null : message.toString(), frames);
    }

    ThrownError finishReversed() {
        return new ThrownError(type, message == null ? null : message.toString(), frames.reversed());
    }
}
