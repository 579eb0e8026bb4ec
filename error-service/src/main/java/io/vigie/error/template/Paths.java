package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

/** Paths of files and of requests. */
final class Paths {

    private static final int LONGEST_SPACED_NAME = 24;

    private Paths() {}

    /** The end of a path that begins with a root, a drive or a dot, or -1. */
    static int rooted(String text, int from) {
        char first = at(text, from);
        char before = at(text, from - 1);
        if (Chars.isWord(before) || "/\\<>).]}".indexOf(before) >= 0 && before != 0) {
            return -1;
        }
        if (first == '/') {
            return isName(at(text, from + 1)) ? end(text, from + 1) : -1;
        }
        if (Chars.isAlnum(first) && at(text, from + 1) == ':') {
            boolean drive = Chars.isLetter(first) && (at(text, from + 2) == '\\' || at(text, from + 2) == '/');
            return drive && isName(at(text, from + 3)) ? windowsEnd(text, from + 3) : -1;
        }
        if (first == '\\' && at(text, from + 1) == '\\' && isName(at(text, from + 2))) {
            return windowsEnd(text, from + 2);
        }
        return -1;
    }

    /** The end of a path below a folder: one that begins with a dot, has an extension, or at least two slashes; or -1. */
    static int relative(String text, int from) {
        int name = from;
        while (at(text, name) == '.' || at(text, name) == '~') {
            name++;
        }
        boolean dotted = name > from && at(text, name) == '/' && isName(at(text, name + 1));
        if (!dotted && (name > from || !Chars.isWord(at(text, from)) || Chars.isWord(at(text, from - 1)))) {
            return -1;
        }
        int slashes = 0;
        int lastSlash = -1;
        int dot = -1;
        int end = name;
        while (isName(at(text, end)) || at(text, end) == '/') {
            if (text.charAt(end) == '/') {
                slashes++;
                lastSlash = end;
            } else if (text.charAt(end) == '.') {
                dot = end;
            }
            end++;
        }
        while (end > from && at(text, end - 1) == '.') {
            end--;
        }
        boolean extension = slashes > 0 && dot > lastSlash + 1 && end - dot <= 6 && Chars.isLetter(at(text, dot + 1));
        return dotted || slashes >= 2 && lastSlash < end - 1 || extension ? lines(text, end) : -1;
    }

    private static boolean isName(char c) {
        return Chars.isWord(c) || c != 0 && "-._~%+@$#!&=*".indexOf(c) >= 0;
    }

    private static int end(String text, int from) {
        int end = from;
        while (isName(at(text, end)) || at(text, end) == '/' || at(text, end) == '?') {
            end++;
        }
        while (".!?".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return lines(text, end);
    }

    private static int windowsEnd(String text, int from) {
        int end = from;
        while (true) {
            while (isName(at(text, end)) || at(text, end) == '\\' || at(text, end) == '/') {
                end++;
            }
            int spaced = at(text, end) == ' ' ? end + 1 : end;
            while (spaced - end < LONGEST_SPACED_NAME
                    && (isName(at(text, spaced)) || "() ".indexOf(at(text, spaced)) >= 0)) {
                spaced++;
            }
            if (spaced == end || at(text, spaced) != '\\') {
                return lines(text, end);
            }
            end = spaced + 1;
        }
    }

    /** Past the line and the column that may follow. */
    private static int lines(String text, int from) {
        int end = from;
        for (int i = 0; i < 2 && at(text, end) == ':' && Chars.isDigit(at(text, end + 1)); i++) {
            end = Chars.digits(text, end + 1);
        }
        return end;
    }
}
