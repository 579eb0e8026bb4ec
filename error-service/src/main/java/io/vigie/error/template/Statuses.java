package io.vigie.error.template;

import java.util.List;

/** The numbers that HTTP, SMTP, FTP and WebSocket give their answers. */
final class Statuses {

    private static final List<String> PHRASES = List.of(
            "ok",
            "moved permanently",
            "found",
            "not modified",
            "bad request",
            "unauthorized",
            "payment required",
            "forbidden",
            "not found",
            "method not allowed",
            "not acceptable",
            "request timeout",
            "conflict",
            "gone",
            "payload too large",
            "request entity too large",
            "unsupported media type",
            "unprocessable",
            "locked",
            "too many requests",
            "internal server error",
            "not implemented",
            "bad gateway",
            "service unavailable",
            "gateway time",
            "insufficient storage",
            "server error",
            "client error",
            "proxy error");

    private Statuses() {}

    static boolean isKnown(int value) {
        boolean http = value >= 100 && value <= 103
                || value >= 200 && value <= 208
                || value >= 300 && value <= 308
                || value >= 400 && value <= 431
                || value == 451
                || value == 499
                || value >= 500 && value <= 511
                || value >= 520 && value <= 530;
        boolean mail = value == 211
                || value == 214
                || value == 220
                || value == 221
                || value == 235
                || value == 250
                || value == 252
                || value == 334
                || value >= 432 && value <= 459
                || value >= 530 && value <= 559;
        return http || mail || value >= 1000 && value <= 1015;
    }

    static boolean isPhrase(String text, int from) {
        for (String phrase : PHRASES) {
            if (text.regionMatches(true, from, phrase, 0, phrase.length())
                    && !Chars.isWord(Chars.at(text, from + phrase.length()))) {
                return true;
            }
        }
        return false;
    }
}
