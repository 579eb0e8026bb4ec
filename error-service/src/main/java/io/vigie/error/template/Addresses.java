package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

/** Addresses of every kind. A method answers the end of what it found at a position, or -1. */
final class Addresses {

    private static final int LONGEST_SCHEME = 16;
    private static final int LONGEST_MAIL_NAME = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final int FEWEST_PAIRS = 6;
    private static final int MOST_PAIRS = 64;

    private Addresses() {}

    static int url(String text, int from) {
        int scheme = from;
        while (scheme - from < LONGEST_SCHEME && isScheme(at(text, scheme))) {
            scheme++;
        }
        if (scheme > from && text.startsWith("://", scheme) && Chars.isLetter(text.charAt(from))) {
            return urlEnd(text, scheme + 3);
        }
        if (text.startsWith("www.", from) && Chars.isAlnum(at(text, from + 4))
                || text.startsWith("data:", from)
                        && text.startsWith(
                                "base64,", text.indexOf(';', from, Math.min(text.length(), from + 60)) + 1)) {
            return urlEnd(text, from + 4);
        }
        return -1;
    }

    private static boolean isScheme(char c) {
        return Chars.isAlnum(c) || c == '+' || c == '.' || c == '-';
    }

    private static int urlEnd(String text, int from) {
        int end = from;
        int open = 0;
        while (end < text.length() && !endsUrl(text.charAt(end))) {
            char c = text.charAt(end);
            if (c == '(' || c == '[' || c == '{') {
                open++;
            } else if ((c == ')' || c == ']' || c == '}') && --open < 0) {
                break;
            }
            end++;
        }
        while (end > from && ".,;:!?".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean endsUrl(char c) {
        return Chars.isSpace(c) || "\"'`<>|«»“”\\".indexOf(c) >= 0;
    }

    static int email(String text, int from) {
        int name = from;
        while (name - from <= LONGEST_MAIL_NAME && isMailName(at(text, name))) {
            name++;
        }
        if (name == from || at(text, name) != '@') {
            return -1;
        }
        int end = name + 1;
        int dot = -1;
        while (end - name <= LONGEST_DOMAIN && isDomain(text, end)) {
            if (text.charAt(end) == '.') {
                dot = end;
            }
            end++;
        }
        return dot > name + 1 && Chars.isLetter(at(text, dot + 1)) ? end : -1;
    }

    private static boolean isMailName(char c) {
        return Chars.isWord(c) || c == '.' || c == '+' || c == '-' || c == '%';
    }

    private static boolean isDomain(String text, int index) {
        char c = at(text, index);
        return Chars.isWord(c) || (c == '-' || c == '.') && Chars.isWord(at(text, index + 1));
    }

    /** IPv4 or IPv6, with what may follow: a port, the length of a prefix, a zone. */
    static int ip(String text, int from) {
        int four = ip4(text, from);
        if (four > 0) {
            return suffix(text, four);
        }
        if (at(text, from) == '[') {
            int inner = ip6(text, from + 1);
            return inner > 0 && at(text, inner) == ']' ? suffix(text, inner + 1) : -1;
        }
        int six = ip6(text, from);
        return six > 0 ? suffix(text, six) : -1;
    }

    private static int ip4(String text, int from) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int end = Chars.digits(text, at);
            int value = Chars.value(text, at, end);
            if (value < 0 || value > 255 || end - at > 3) {
                return -1;
            }
            if (part < 3 && at(text, end) != '.') {
                return -1;
            }
            at = part < 3 ? end + 1 : end;
        }
        boolean goesOn = Chars.isWord(at(text, at)) || at(text, at) == '.' && Chars.isDigit(at(text, at + 1));
        return goesOn ? -1 : at;
    }

    /** At least one digit and either eight groups or a gap, so that the names of C++, PHP and Ruby are none. */
    private static int ip6(String text, int from) {
        int at = from;
        int groups = 0;
        boolean gap = false;
        boolean digit = false;
        while (groups < 9) {
            if (text.startsWith("::", at) && !gap) {
                gap = true;
                at += 2;
            } else if (at(text, at) == ':' && groups > 0 && Chars.isHex(at(text, at + 1))) {
                at++;
            } else if (at > from && at(text, at - 1) != ':') {
                break;
            }
            int end = Chars.hexDigits(text, at);
            if (end == at) {
                break;
            }
            if (end - at > 4) {
                return -1;
            }
            int four = gap && at(text, end) == '.' ? ip4(text, at) : -1;
            if (four > 0) {
                return four;
            }
            for (int i = at; i < end; i++) {
                digit |= Chars.isDigit(text.charAt(i));
            }
            groups++;
            at = end;
        }
        boolean goesOn = Chars.isWord(at(text, at)) || at(text, at) == '(';
        boolean any =
                gap && groups == 0 && at(text, at) == ':' && Chars.isDigit(at(text, at + 1)); // Node writes :::3000
        return !goesOn && (any || digit && (gap && groups < 8 || groups == 8)) ? at : -1;
    }

    /** Pairs of hex digits: the address of a network card, a serial number, a fingerprint. */
    static int mac(String text, int from) {
        char separator = at(text, from + 2);
        if (separator != ':' && separator != '-') {
            return -1;
        }
        int end = from;
        int pairs = 0;
        while (pairs < MOST_PAIRS && Chars.hexDigits(text, end) == end + 2) {
            end += 3;
            pairs++;
            if (at(text, end - 1) != separator) {
                break;
            }
        }
        boolean whole = at(text, end - 1) == separator ? !isHexWord(text, end) : !Chars.isWord(at(text, end - 1));
        return pairs >= FEWEST_PAIRS && whole ? end - 1 : -1;
    }

    private static boolean isHexWord(String text, int from) {
        int end = Chars.hexDigits(text, from);
        return end > from && !Chars.isWord(at(text, end));
    }

    /** The place of a card on the bus: 0000:00:1f.3. */
    static int pci(String text, int from) {
        int at = from;
        for (int length : new int[] {4, 2, 2}) {
            int end = Chars.hexDigits(text, at);
            if (end - at != length || at(text, end) != (at - from == 8 ? '.' : ':')) {
                return -1;
            }
            at = end + 1;
        }
        return Chars.isDigit(at(text, at)) && !Chars.isWord(at(text, at + 1)) ? at + 1 : -1;
    }

    private static int suffix(String text, int from) {
        int end = from;
        if (at(text, end) == '%') {
            end = Chars.word(text, end + 1);
        }
        if ((at(text, end) == ':' || at(text, end) == '/') && Chars.isDigit(at(text, end + 1))) {
            end = Chars.digits(text, end + 1);
        }
        return end;
    }
}
