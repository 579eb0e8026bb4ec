package io.vigie.error.template;

/** Classes of characters; every answer is for positions outside the text too. */
final class Chars {

    private Chars() {}

    static char at(String text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    static boolean isAlnum(char c) {
        return isDigit(c) || isUpper(c) || isLower(c);
    }

    static boolean isLetter(char c) {
        return isUpper(c) || isLower(c) || c > 127 && Character.isLetter(c);
    }

    /** What names are made of. */
    static boolean isWord(char c) {
        return isAlnum(c) || c == '_' || c > 127 && Character.isLetterOrDigit(c);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c > 0 && c < ' ' || c == '\u00A0' || c == '\u202F' || c == '\u2009';
    }

    static int digits(String text, int from) {
        int end = from;
        while (isDigit(at(text, end))) {
            end++;
        }
        return end;
    }

    static int hexDigits(String text, int from) {
        int end = from;
        while (isHex(at(text, end))) {
            end++;
        }
        return end;
    }

    static int word(String text, int from) {
        int end = from;
        while (isWord(at(text, end))) {
            end++;
        }
        return end;
    }

    static int letters(String text, int from) {
        int end = from;
        while (isLetter(at(text, end))) {
            end++;
        }
        return end;
    }

    static int spaces(String text, int from) {
        int end = from;
        while (isSpace(at(text, end))) {
            end++;
        }
        return end;
    }

    /** The value of at most nine digits, else -1. */
    static int value(String text, int from, int end) {
        if (from >= end || end - from > 9) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }
}
