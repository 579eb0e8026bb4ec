package io.vigie.alert.sending;

import io.vigie.alert.notice.Notice;

/**
 * What is sent.
 *
 * @param id of the delivery: the same at each attempt
 */
public record Attempt(String id, Notice notice) {}
