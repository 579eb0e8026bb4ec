package io.vigie.proto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A credential of a program: {@code avl_}, 8 characters that look it up, 32 secret ones, all base 62 (190 secret bits).
 *
 * <p>{@link #toString()} masks the secret; {@link #reveal()} is the only way to it.
 */
public final class ApiKey {

    /** What every key begins with. */
    public static final String MARK = "avl_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX_LENGTH = 8;
    private static final int SECRET_LENGTH = 32;
    private static final Pattern FORM = Pattern.compile("avl_[0-9A-Za-z]{" + (PREFIX_LENGTH + SECRET_LENGTH) + "}");

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** Makes a new key. */
    public static ApiKey generate(SecureRandom random) {
        StringBuilder key = new StringBuilder(MARK);
        for (int i = 0; i < PREFIX_LENGTH + SECRET_LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ApiKey(key.toString());
    }

    /** Reads a key; empty where the text does not have a key's form. */
    public static Optional<ApiKey> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ApiKey(text)) : Optional.empty();
    }

    /** The 8 characters that look the key up; not secret. */
    public String prefix() {
        return value.substring(MARK.length(), MARK.length() + PREFIX_LENGTH);
    }

    /** SHA-256 of the whole key (its UTF-8 bytes): what is stored. */
    public byte[] sha256() {
        return Sha256.of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether this key is the one of the stored hash; takes the same time wherever they differ. */
    public boolean matches(byte[] sha256) {
        return MessageDigest.isEqual(sha256(), sha256);
    }

    /** The whole key, to be shown once or sent to its user. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return MARK + prefix() + "…";
    }

    /** The JDK always has SHA-256, so its checked exception says nothing to a caller. */
    static final class Sha256 {

        private Sha256() {}

        static byte[] of(byte[] bytes) {
            return digest().digest(bytes);
        }

        static MessageDigest digest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
