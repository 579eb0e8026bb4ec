package io.vigie.error.events;

/**
 * An error that is to be counted.
 *
 * @param key of its group, which begins with its service
 * @param heading what its issue is called where it is the first
 */
public record Grouped(Occurrence error, String key, Heading heading) {}
