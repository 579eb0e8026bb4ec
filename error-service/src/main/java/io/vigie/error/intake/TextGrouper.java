package io.vigie.error.intake;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Heading;
import io.vigie.error.events.Occurrence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Groups what has the same first line. */
final class TextGrouper implements Grouper {

    private static final int LONGEST_TITLE = 256;

    @Override
    public Grouped group(Occurrence error) {
        String text = error.message().isEmpty() ? error.stack() : error.message();
        String title = text.lines().findFirst().orElse("").strip();
        title = title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
        return new Grouped(error, error.service() + "/" + hash(title), new Heading(title, null));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
