package io.vigie.error.storage;

/**
 * What a record of Kafka says.
 *
 * @param place where it is
 */
public record Placed<R>(Origin place, R value) {}
