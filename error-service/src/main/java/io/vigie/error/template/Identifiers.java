package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.Locale;
import java.util.Set;

/** Names that machines make up, and the digits within names that people make up. */
final class Identifiers {

    /** Letters whose digits say which technique it is and not which one of many. */
    private static final Set<String> TECHNIQUES = Set.of(
            "utf", "ucs", "sha", "md", "base", "int", "uint", "float", "http", "oauth", "es", "ecma", "ipv", "x", "amd",
            "arm", "i", "k", "s", "ec", "h", "p", "mp", "log", "neo", "d", "vp", "win", "rs", "hs", "ps", "aes", "ed",
            "secp", "rsa", "iso", "cp", "latin", "tls", "tlsv", "ssl", "sslv", "java", "python", "py", "ruby", "php",
            "css", "html", "utfmb", "decimal", "long", "short", "bcrypt", "argon", "pbkdf", "b", "e", "l", "v", "r",
            "psycopg", "mysqli", "sqlite", "libc", "glibc", "jpeg", "rfc", "windows", "ieee", "pkcs", "keccak", "blake",
            "crc", "xxhash", "murmur", "gzip", "bzip", "lz", "react", "vue", "angular", "junit");

    /** What English has that hex digits could be. */
    private static final Set<String> HEX_WORDS = Set.of("defaced", "effaced", "acceded", "fabaceae");

    private static final String POD_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int LONGEST_POD = 80;

    private static final int SHORTEST_BASE64 = 14;
    private static final int LONGEST_BASE64 = 512;
    private static final int LONGEST_ARTICLE = 10;
    private static final int SHORTEST_ID = 16;
    private static final int LONGEST_ID = 128;

    private Identifiers() {}

    static int uuid(String text, int from) {
        int at = from;
        for (int length : new int[] {8, 4, 4, 4, 12}) {
            if (at > from && at(text, at++) != '-') {
                return -1;
            }
            int end = Chars.hexDigits(text, at);
            if (end - at != length) {
                return -1;
            }
            at = end;
        }
        return Chars.isWord(at(text, at)) ? -1 : at;
    }

    /** Three parts in base64url; the first two are JSON objects. */
    static int jwt(String text, int from) {
        if (!text.startsWith("eyJ", from)) {
            return -1;
        }
        int end = base64Url(text, from);
        int parts = 1;
        while (at(text, end) == '.' && parts < 5) {
            end = base64Url(text, end + 1);
            parts++;
        }
        return end - from > 20 ? end : -1;
    }

    private static int base64Url(String text, int from) {
        int end = from;
        while (Chars.isAlnum(at(text, end)) || at(text, end) == '-' || at(text, end) == '_' || at(text, end) == '=') {
            end++;
        }
        return end;
    }

    /** What only base64 is made of: letters of both cases and digits with plus or slash between them, or "=" at the end. */
    static int base64(String text, int from) {
        if (Chars.isWord(at(text, from - 1))) {
            return -1;
        }
        int end = from;
        int marks = 0;
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        while (end - from < LONGEST_BASE64
                && (Chars.isAlnum(at(text, end)) || at(text, end) == '+' || at(text, end) == '/')) {
            char c = text.charAt(end++);
            marks += c == '+' ? 1 : 0;
            upper |= Chars.isUpper(c);
            lower |= Chars.isLower(c);
            digit |= Chars.isDigit(c);
        }
        int padded = end;
        while (at(text, padded) == '=' && padded - end < 2) {
            padded++;
        }
        boolean mixed = upper && lower && digit && end - from >= SHORTEST_BASE64;
        boolean padding = padded > end && (padded - from) % 4 == 0;
        return mixed && (marks > 0 || padding) && !Chars.isWord(at(text, padded)) ? padded : -1;
    }

    /** What is drawn of letters of both cases, digits, dashes and underscores, as nano ids and base64 in addresses are. */
    static int base64Id(String text, int from) {
        int end = from;
        int kinds = 0;
        int changes = 0;
        boolean marks = false;
        int letters = Chars.letters(text, from);
        if (at(text, letters) == '-' || at(text, letters) == '_') {
            return -1; // a name before: sk_live_…
        }
        while (end - from < LONGEST_ID
                && (Chars.isAlnum(at(text, end)) || at(text, end) == '-' || at(text, end) == '_')) {
            int kind = kind(text.charAt(end));
            kinds |= kind;
            marks |= kind == 0;
            changes += end > from && kind > 0 && kind(text.charAt(end - 1)) > 0 && kind != kind(text.charAt(end - 1))
                    ? 1
                    : 0;
            end++;
        }
        boolean drawn = marks && kinds == 7 && end - from >= SHORTEST_ID && changes * 5 > (end - from) * 2;
        return drawn && !Chars.isWord(at(text, end)) && !Chars.isWord(at(text, from - 1)) ? end : -1;
    }

    /** 1 for a capital, 2 for a small letter, 4 for a digit, else 0. */
    private static int kind(char c) {
        return Chars.isUpper(c) ? 1 : Chars.isLower(c) ? 2 : Chars.isDigit(c) ? 4 : 0;
    }

    /** 0x and what follows, except results of COM and status codes of Windows: those are codes. */
    static int hex(String text, int from) {
        if (at(text, from) != '0' || at(text, from + 1) != 'x' && at(text, from + 1) != 'X') {
            return -1;
        }
        int end = Chars.hexDigits(text, from + 2);
        return end > from + 2 && !Chars.isWord(at(text, end)) ? end : -1;
    }

    static boolean isResultCode(String hex) {
        char first = hex.charAt(2);
        return hex.length() == 10
                && (first == '8' && hex.charAt(3) == '0' || (first == 'c' || first == 'C') && hex.startsWith("000", 3));
    }

    /**
     * The end of the name that a pod's own ending follows: {@code api-7d9f8b6c5d-x2k4q} of a deployment, {@code fluentd-x2k4q} of a
     * daemon set, {@code nightly-28412345-x2k4q} of a job. Answers the position of the dash before the ending, or -1.
     */
    static int podEnding(String text, int from) {
        int end = from;
        int last = -1;
        int before = -1;
        while (end - from <= LONGEST_POD
                && (Chars.isLower(at(text, end)) || Chars.isDigit(at(text, end)) || at(text, end) == '-')) {
            if (text.charAt(end) == '-') {
                before = last;
                last = end;
            }
            end++;
        }
        boolean closes = (!Chars.isWord(at(text, end)) || at(text, end) == '_')
                && !(at(text, end) == '.' && Chars.isWord(at(text, end + 1)));
        if (last <= from || end - last != 6 || !closes) {
            return -1;
        }
        boolean ending = isPodText(text, last + 1, end);
        if (before > from && last - before >= 7 && last - before <= 11) {
            boolean job = ending && Chars.digits(text, before + 1) == last;
            boolean set = isRandom(text.substring(before + 1, last));
            if (job || set || ending && isPodText(text, before + 1, last)) {
                return before;
            }
        }
        return ending ? last : -1;
    }

    static int podEnd(String text, int ending) {
        int end = ending;
        while (Chars.isLower(at(text, end)) || Chars.isDigit(at(text, end)) || at(text, end) == '-') {
            end++;
        }
        return end;
    }

    private static boolean isPodText(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (POD_ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.startsWith("https", from);
    }

    /** Letters and a number, as people number articles, orders and invoices: A-12, ZX9, F-2024-0042; or -1. */
    static int article(String text, int from) {
        int end = from;
        while (Chars.isUpper(at(text, end))) {
            end++;
        }
        if (end == from || end - from > LONGEST_ARTICLE) {
            return -1;
        }
        while (Chars.isDigit(at(text, end)) || at(text, end) == '-' && Chars.isDigit(at(text, end + 1))) {
            end++;
        }
        return Chars.isDigit(at(text, end - 1)) && !Chars.isWord(at(text, end)) ? end : -1;
    }

    /** The disks of Linux, in the order in which it found them: sda, sdb1, xvdf. */
    static boolean isDisk(String word) {
        int at = word.startsWith("xvd") ? 3 : word.startsWith("sd") || word.startsWith("vd") ? 2 : -1;
        char letter = at(word, at);
        int end = Chars.digits(word, at + 1);
        return at > 0 && Chars.isLower(letter) && end == word.length() && (end > at + 1 || letter <= 'h');
    }

    /** Whether letters and digits look drawn by lot: hex digests, ULIDs, object ids, keys. */
    static boolean isRandom(String word) {
        int digits = 0;
        int upper = 0;
        int lower = 0;
        int changes = 0;
        boolean hex = true;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            digits += Chars.isDigit(c) ? 1 : 0;
            upper += Chars.isUpper(c) ? 1 : 0;
            lower += Chars.isLower(c) ? 1 : 0;
            hex &= Chars.isHex(c);
            changes += i > 0 && Chars.isDigit(c) != Chars.isDigit(word.charAt(i - 1)) ? 1 : 0;
        }
        int letters = upper + lower;
        if (letters == 0 || letters + digits < word.length()) {
            return false;
        }
        boolean oneCase = upper == 0 || lower == 0;
        if (hex
                && oneCase
                && (digits > 0
                        ? word.length() >= 7 || isShortHex(word, changes)
                        : word.length() >= 7 && !HEX_WORDS.contains(word))) {
            return true;
        }
        if (digits == 0) {
            return word.length() >= 20 && !oneCase && scrambled(word);
        }
        boolean drawn = changes >= 3 && word.length() >= 5
                || Chars.isDigit(word.charAt(0)) && digits >= 6 && word.length() >= 8;
        return drawn
                || word.length() >= 20 && (upper > 0 || digits >= 4)
                || word.length() >= 14 && !oneCase && digits >= 2
                || word.length() >= SHORTEST_ID && !oneCase && scrambled(word);
    }

    /** Two bytes or three in hex, as radios and switches number their devices: 00a7, 91bc. */
    private static boolean isShortHex(String word, int changes) {
        return word.length() >= 4 && Chars.isDigit(word.charAt(0)) && changes > 0;
    }

    /** Upper and lower case change more often than in words put together. */
    static boolean scrambled(String word) {
        int changes = 0;
        for (int i = 1; i < word.length(); i++) {
            changes += Chars.isUpper(word.charAt(i)) != Chars.isUpper(word.charAt(i - 1)) ? 1 : 0;
        }
        return changes * 5 > word.length() * 2;
    }

    /** Whether a number behind it belongs to its name: UTF-8, SHA-256. */
    static boolean isTechnique(String word) {
        return TECHNIQUES.contains(word.toLowerCase(Locale.ROOT));
    }

    /** A name with the digits that number it replaced: {@code node12} and {@code user_42x}, but not {@code sha256}. */
    static String withoutNumbers(String word) {
        int digit = 0;
        while (digit < word.length() && !Chars.isDigit(word.charAt(digit))) {
            digit++;
        }
        if (digit == word.length()) {
            return word;
        }
        int end = Chars.digits(word, digit);
        String letters = word.substring(0, digit).toLowerCase(Locale.ROOT);
        boolean technique = TECHNIQUES.contains(letters) && end - digit <= (letters.equals("v") ? 1 : 4);
        if (end == word.length()) {
            return technique ? word : word.substring(0, digit) + Kind.NUM.mark();
        }
        boolean within = digit > 0 && end - digit <= 2 || technique;
        String rest = withoutNumbers(word.substring(end));
        return word.substring(0, digit) + (within ? word.substring(digit, end) : Kind.NUM.mark()) + rest;
    }
}
