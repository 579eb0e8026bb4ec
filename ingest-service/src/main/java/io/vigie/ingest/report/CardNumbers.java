package io.vigie.ingest.report;

import java.util.regex.Pattern;

/**
 * Numbers of payment cards: 13 to 19 digits, in one piece or in the groups that are printed on cards, that begin as the schemes'
 * do and pass the Luhn check. Milliseconds since the epoch begin with 1 and are never one.
 */
final class CardNumbers {

    private static final Pattern CANDIDATE = Pattern.compile("(?<![\\w.+])(?:[2-6][0-9]{12,18}+"
            + "|[2-6][0-9]{3}([ -])[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}(?:\\1[0-9]{3})?"
            + "|3[47][0-9]{2}([ -])[0-9]{6}\\2[0-9]{5})(?!\\w|\\.[0-9])");

    static final SiftedPattern CANDIDATES = new SiftedPattern(CANDIDATE, CardNumbers::mayBegin);

    private static final int SHORTEST = 13;
    private static final int FIRST_GROUP = 4;

    private CardNumbers() {}

    static String scrub(String text) {
        return CANDIDATES.replaceAll(text, CardNumbers::isCard, TextScrubber.SCRUBBED);
    }

    /** All of them begin with four digits, and there are many numbers that have fewer or stand in a longer word. */
    private static boolean mayBegin(String text, int at) {
        char first = text.charAt(at);
        if (first < '2' || first > '6' || at + SHORTEST > text.length() || at > 0 && isOfWord(text.charAt(at - 1))) {
            return false;
        }
        for (int i = at + 1; i < at + FIRST_GROUP; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfWord(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '+';
    }

    private static boolean isCard(String number) {
        String digits = number.replaceAll("[^0-9]", "");
        return luhn(digits) && !isOneDigit(digits);
    }

    private static boolean isOneDigit(String digits) {
        return digits.chars().allMatch(digit -> digit == digits.charAt(0));
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
