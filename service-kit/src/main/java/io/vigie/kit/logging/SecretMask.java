package io.vigie.kit.logging;

import java.util.regex.Pattern;

/** Takes secrets out of a text: of API keys the 8 characters stay that look them up, of tokens and of {@code /k/…} paths nothing. */
public final class SecretMask {

    private static final Pattern PATH = Pattern.compile("/k/[^/\\s\"'<>?]+");
    private static final Pattern KEY = Pattern.compile("avl_([0-9A-Za-z]{8})[0-9A-Za-z]+");
    private static final Pattern TOKEN = Pattern.compile("eyJ[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+(?:\\.[0-9A-Za-z_-]*)?");

    private SecretMask() {}

    /** The text without secrets. */
    public static String mask(String text) {
        String masked = text;
        if (masked.contains("/k/")) {
            masked = PATH.matcher(masked).replaceAll("/k/…");
        }
        if (masked.contains("avl_")) {
            masked = KEY.matcher(masked).replaceAll("avl_$1…");
        }
        if (masked.contains("eyJ")) {
            masked = TOKEN.matcher(masked).replaceAll("eyJ…");
        }
        return masked;
    }
}
