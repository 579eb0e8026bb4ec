package io.vigie.error.stack;

/** Tells the hashes that bundlers put into the names of files from names that people gave. */
final class BundleHash {

    private static final int SHORTEST = 6;
    private static final int LONGEST = 64;

    private BundleHash() {}

    static boolean is(String part) {
        int digits = 0;
        int upper = 0;
        int lower = 0;
        int hex = 0;
        int changes = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            digits += digit ? 1 : 0;
            upper += c >= 'A' && c <= 'Z' ? 1 : 0;
            lower += c >= 'a' && c <= 'z' ? 1 : 0;
            hex += digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' ? 1 : 0;
            changes += i > 0 && digit != (part.charAt(i - 1) >= '0' && part.charAt(i - 1) <= '9') ? 1 : 0;
        }
        int length = part.length();
        if (length == 0 || digits + upper + lower < length || length > LONGEST) {
            return false;
        }
        if (digits == length) {
            return true;
        }
        if (length < SHORTEST) {
            return false;
        }
        if (hex == length && (digits > 0 || length >= 8) && (upper == 0 || lower == 0)) {
            return true;
        }
        if (digits > 0) {
            return length >= 8 && (changes >= 2 || upper > 0 && lower > 0 || length >= 16);
        }
        return length >= 8 && (unspeakable(part) || upper > 0 && lower > 0 && isShuffled(part) || lower == 0);
    }

    /** Vite's eight characters of base64url, the last thing in a name. */
    static boolean isVite(String last) {
        boolean mixed = false;
        boolean upper = false;
        for (int i = 0; i < last.length(); i++) {
            char c = last.charAt(i);
            if (!(Character.isLetterOrDigit(c) && c < 128) && c != '-' && c != '_') {
                return false;
            }
            mixed |= !Character.isLowerCase(c);
            upper |= i > 0 && Character.isUpperCase(c);
        }
        return mixed && (upper || last.chars().anyMatch(Character::isDigit)) && !isWords(last) || is(last);
    }

    private static boolean isWords(String text) {
        return !isShuffled(text) && !unspeakable(text) && text.chars().allMatch(Character::isLetter);
    }

    /** Capitals other than at the beginning of words. */
    private static boolean isShuffled(String text) {
        int capitals = 0;
        for (int i = 0; i < text.length(); i++) {
            capitals += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
        }
        return capitals >= 3 || Character.isUpperCase(text.charAt(text.length() - 1));
    }

    /** Four consonants or more in a row, as hardly a word has. */
    private static boolean unspeakable(String text) {
        int run = 0;
        int longest = 0;
        for (int i = 0; i < text.length(); i++) {
            run = "aeiouyAEIOUY".indexOf(text.charAt(i)) >= 0 ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest >= 5 || longest >= 4 && !text.contains("ngth") && !text.contains("ghts");
    }
}
