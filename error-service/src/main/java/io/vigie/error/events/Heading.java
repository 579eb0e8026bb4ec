package io.vigie.error.events;

import org.jspecify.annotations.Nullable;

/**
 * What an issue is called.
 *
 * @param title at most 256 characters
 * @param culprit where it was thrown: module or file # function
 */
public record Heading(String title, @Nullable String culprit) {}
