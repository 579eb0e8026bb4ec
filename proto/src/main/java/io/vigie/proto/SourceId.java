package io.vigie.proto;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The id of what sends: 1 to 128 Unicode letters, digits, marks, inner spaces and {@code ._:@'()+-}, in NFC.
 *
 * <p>Length is counted in code points after normalization. Two ids that differ only in their Unicode form are equal.
 *
 * @param value the normalized id
 */
public record SourceId(String value) {

    /** The longest id, in code points. */
    public static final int MAX_LENGTH = 128;

    private static final Pattern ALLOWED =
            Pattern.compile("[\\p{L}\\p{N}\\p{M}._:@'()+\\-](?:[\\p{L}\\p{N}\\p{M}._:@'()+\\- ]*"
                    + "[\\p{L}\\p{N}\\p{M}._:@'()+\\-])?");

    /**
     * Normalizes and checks.
     *
     * @throws IllegalArgumentException with a sentence that names field and limit
     */
    public SourceId {
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        int length = value.codePointCount(0, value.length());
        if (length == 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "source: 1 to " + MAX_LENGTH + " characters are allowed, there are " + length);
        }
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "source: only letters, digits, marks, inner spaces and ._:@'()+- are allowed");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
