package io.vigie.ingest.key;

/** Whether a key may do what is asked. */
public sealed interface Access {

    /** It may. */
    record Granted() implements Access {}

    /** There is no such key, or it is switched off or deleted. */
    record Unauthenticated(String reason) implements Access {}

    /** The key is valid, but not for this. */
    record Denied(String reason) implements Access {}

    /** The key is valid, but not for this source. */
    record OtherSource(String reason) implements Access {}
}
