package io.vigie.alert.notice;

import java.time.Instant;

/**
 * A notice on its way: a document of {@code deliveries}, its id is the notice's.
 *
 * @param state {@code pending} until the channels have taken it up
 */
public record Delivery(Notice notice, String state, Instant handedAt) {

    /** Nobody has taken it up yet. */
    public static final String PENDING = "pending";
}
