package io.vigie.alert.message;

/**
 * An e-mail.
 *
 * @param subject one line
 * @param text plain text, lines ended by {@code \n}
 * @param html the same as a page; what others wrote is escaped in it
 */
public record EmailText(String subject, String text, String html) {}
