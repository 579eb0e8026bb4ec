package io.vigie.alert.sending;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an attempt. No text in it has secrets. */
public sealed interface Outcome {

    /** The receiver has it. */
    record Delivered(String receipt) implements Outcome {}

    /**
     * Unknown, or not now.
     *
     * @param after the receiver asked for this pause; null where it did not
     */
    record Retry(String error, @Nullable Duration after) implements Outcome {}

    /** The receiver will never take it. */
    record Refused(String error) implements Outcome {}

    /** The receiver wants nothing at all any more. */
    record Gone(String error) implements Outcome {}
}
