package io.vigie.alert.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that no log and no answer shows. */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Of this text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text, for who sends it where it belongs. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "…";
    }
}
