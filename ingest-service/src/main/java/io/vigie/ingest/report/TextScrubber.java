package io.vigie.ingest.report;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what nobody else should read: values behind names of secrets ({@code password=…}, {@code "token": "…"},
 * {@code Authorization: Bearer …}), credentials by their form (API keys, JWTs, passwords in addresses), card numbers and PEM
 * blocks. In linear time, whatever the text: each pattern begins with fixed letters and nothing is repeated without a bound or
 * possessively.
 */
final class TextScrubber {

    static final String SCRUBBED = "[Filtered]";

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN [A-Z0-9 ]{1,64}-----(?:[^-]++|-(?!----END ))*+(?:-----END [A-Z0-9 ]{1,64}-----)?");

    private static final Pattern CREDENTIAL = Pattern.compile("avl_[0-9A-Za-z]{40}"
            + "|(?<![\\w-])eyJ[\\w-]{8,4096}+\\.[\\w-]{2,8192}+\\.[\\w-]{0,4096}+"
            + "|(?<=\\b(?i:bearer|basic) )[\\w.~+/=-]{16,8192}+"
            + "|(?<=://)[^\\s:/@\"'<>]{0,256}:[^\\s/@\"'<>]{1,256}(?=@)");

    private static final Pattern NAME = Pattern.compile(
            "(?i)(?:passw(?:or)?d|passphrase|pwd|secret|token|authorization|cookie|api[_-]?key|access[_-]?key|private[_-]?key"
                    + "|credentials?|cvv|cvc|session[_-]?id)[\\w-]{0,32}+(?:\\\\?[\"'])?\\s{0,4}+(?::(?!:|[0-9]{1,7}:[0-9])|=>?)\\s{0,4}+");

    static final SiftedPattern CREDENTIALS = new SiftedPattern(CREDENTIAL, TextScrubber::mayBeginCredential);
    static final SiftedPattern NAMES = new SiftedPattern(NAME, TextScrubber::mayBeginName);

    private static final int LOWER_CASE = 0x20;

    /** Their value goes on to the end of the line. */
    private static final Set<String> WHOLE_LINE = Set.of("cookie", "authorization");

    /** What a parser says of what it did not expect is no secret. */
    private static final Pattern NO_SECRET = Pattern.compile("(?i)unexpected $");

    private TextScrubber() {}

    static String scrub(String text) {
        String withoutBlocks = text.contains("-----BEGIN ") ? PEM.matcher(text).replaceAll(SCRUBBED) : text;
        String named = scrubNamed(withoutBlocks);
        return CardNumbers.scrub(CREDENTIALS.replaceAll(named, found -> true, SCRUBBED));
    }

    private static boolean mayBeginCredential(String text, int at) {
        char before = at == 0 ? '\0' : text.charAt(at - 1);
        if (before == ' ' && (isAt(text, at - 7, "bearer") || isAt(text, at - 6, "basic"))
                || before == '/' && text.startsWith("://", at - 3)) {
            return true;
        }
        return switch (text.charAt(at)) {
            case 'a' -> text.startsWith("avl_", at);
            case 'e' -> text.startsWith("eyJ", at);
            default -> false;
        };
    }

    /** A look at two letters leaves little of a text. */
    private static boolean mayBeginName(String text, int at) {
        if (at + 1 == text.length()) {
            return false;
        }
        int second = text.charAt(at + 1) | LOWER_CASE;
        return switch (text.charAt(at)) {
            case 'a', 'A' ->
                second == 'u' && isAt(text, at, "auth") || second == 'p' || second == 'c' && isAt(text, at, "acc");
            case 'c', 'C' ->
                second == 'o' && isAt(text, at, "cook") || second == 'v' || second == 'r' && isAt(text, at, "cred");
            case 'p', 'P' ->
                second == 'a' && isAt(text, at, "pass") || second == 'w' || second == 'r' && isAt(text, at, "priv");
            case 's', 'S' -> second == 'e' && (isAt(text, at, "secr") || isAt(text, at, "sess"));
            case 't', 'T' -> second == 'o' && isAt(text, at, "toke");
            default -> false;
        };
    }

    private static boolean isAt(String text, int at, String word) {
        return text.regionMatches(true, at, word, 0, word.length());
    }

    private static String scrubNamed(String text) {
        Matcher name = NAMES.matcher(text);
        if (!NAMES.find(name, text, 0)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        int done = 0;
        do {
            if (name.start() >= done && !isNoSecret(text, name)) {
                int end = valueEnd(text, name);
                if (end > name.end()) {
                    clean.append(text, done, name.end()).append(SCRUBBED);
                    done = end;
                }
            }
        } while (NAMES.find(name, text, name.end()));
        return clean.append(text, done, text.length()).toString();
    }

    private static boolean isNoSecret(String text, Matcher name) {
        return NO_SECRET
                .matcher(text.substring(Math.max(0, name.start() - 12), name.start()))
                .find();
    }

    /** Behind the value that begins where the name ends; quotes belong to it. */
    private static int valueEnd(String text, Matcher name) {
        int begin = name.end();
        if (begin >= text.length()) {
            return begin;
        }
        char first = text.charAt(begin);
        if (first == '\\' && begin + 1 < text.length() && isQuote(text.charAt(begin + 1))) {
            int close = text.indexOf("\\" + text.charAt(begin + 1), begin + 2);
            return close < 0 ? lineEnd(text, begin) : close + 2;
        }
        if (isQuote(first)) {
            return quotedEnd(text, begin, first);
        }
        String lower = name.group().toLowerCase(Locale.ROOT);
        boolean header =
                text.charAt(name.end() - 1) != '=' && WHOLE_LINE.stream().anyMatch(lower::contains);
        return header ? lineEnd(text, begin) : wordEnd(text, begin);
    }

    private static boolean isQuote(char letter) {
        return letter == '"' || letter == '\'' || letter == '`';
    }

    private static int quotedEnd(String text, int begin, char quote) {
        for (int i = begin + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i + 1;
            } else if (text.charAt(i) == '\n') {
                return i;
            }
        }
        return text.length();
    }

    private static int lineEnd(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r' || text.charAt(i) == '"') {
                return i;
            }
        }
        return text.length();
    }

    private static int wordEnd(String text, int begin) {
        int i = begin;
        while (i < text.length() && " \t\r\n,;&\"'`)]}<>".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
