package io.vigie.alert.delivery;

/**
 * An instance that has deliveries in hand for longer than a moment: a document of {@code delivery_owners}.
 *
 * @param aliveUntil nobody takes them before, in milliseconds since the epoch
 */
record Owner(long aliveUntil) {}
