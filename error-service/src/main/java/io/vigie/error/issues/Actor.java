package io.vigie.error.issues;

import org.jspecify.annotations.Nullable;

/**
 * The person who acts.
 *
 * @param subject for the audit trail: {@code user:NAME}
 * @param address where they are, where it is known
 */
public record Actor(
        String username, String subject, @Nullable String address) {}
