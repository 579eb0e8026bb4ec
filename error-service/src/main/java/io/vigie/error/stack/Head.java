package io.vigie.error.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Type and message, as in "TypeError: x is not a function". */
record Head(@Nullable String type, @Nullable String message) {

    private static final List<String> NOISE = List.of(
            "Uncaught ",
            "(in promise) ",
            "Unhandled promise rejection: ",
            "Unhandled Promise Rejection: ",
            "Unhandled Rejection: ",
            "UnhandledPromiseRejectionWarning: ",
            "Unhandled exception. ",
            "Unhandled Exception: ",
            "PHP Fatal error:  ",
            "Fatal error: ",
            "PHP Fatal error: ",
            "Error: Uncaught ",
            "[cause]: ",
            "[errors]: ",
            "error: Uncaught ");
    private static final List<String> ENDINGS = List.of(
            "Error",
            "Exception",
            "Throwable",
            "Fault",
            "Failure",
            "Rejection",
            "Warning",
            "Interrupt",
            "Timeout",
            "Exit",
            "Panic",
            "Violation",
            "NotFound",
            "Refused",
            "Denied",
            "Missing");

    /** A name, then a colon or the end; null where the line has no such form. */
    static @Nullable Head of(String line) {
        String rest = withoutNoise(line.strip());
        int end = 0;
        while (end < rest.length() && isType(rest.charAt(end))) {
            end++;
        }
        end = trimmedColon(rest, end);
        if (end == 0 || !Character.isLetter(rest.charAt(0)) && "_$\\".indexOf(rest.charAt(0)) < 0) {
            return null;
        }
        String type = rest.substring(0, end);
        int colon = afterCode(rest, end);
        if (colon == rest.length()) {
            return new Head(type, colon > end ? rest.substring(end + 1) : null); // a code is all that it says
        }
        if (rest.charAt(colon) != ':' || colon + 1 < rest.length() && rest.charAt(colon + 1) != ' ') {
            return null;
        }
        String message = rest.substring(colon + 1).strip();
        return new Head(type, message.isEmpty() || message.equals("null") ? null : message);
    }

    /** The same, where the name surely is one of an exception. */
    static @Nullable Head sure(String line) {
        Head head = of(line);
        return head != null && head.type() != null && isSure(head.type()) ? head : null;
    }

    static boolean isSure(String type) {
        int last = Math.max(Math.max(type.lastIndexOf('.'), type.lastIndexOf('\\')), type.lastIndexOf(':'));
        boolean qualified = last > 0
                && last + 1 < type.length()
                && Character.isUpperCase(type.charAt(last + 1))
                && !type.contains("..");
        return qualified
                || ENDINGS.stream()
                        .anyMatch(ending -> type.endsWith(ending) && Character.isUpperCase(type.charAt(last + 1)));
    }

    static String withoutNoise(String line) {
        String rest = line;
        for (String noise : NOISE) {
            rest = rest.startsWith(noise) ? rest.substring(noise.length()).strip() : rest;
        }
        if (rest.startsWith("Exception in thread \"")) {
            int quote = rest.indexOf("\" ", 21);
            rest = quote < 0 ? rest : rest.substring(quote + 2);
        }
        return rest.startsWith("Uncaught ") ? rest.substring(9) : rest;
    }

    private static boolean isType(char c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '$'
                || c == '.'
                || c == '\\'
                || c == ':'
                || c == '`'
                || c == '+';
    }

    /** Ruby and C++ have colons in a name; the one before the message is none of them. */
    private static int trimmedColon(String text, int end) {
        int colon = 0;
        while (colon < end) {
            if (text.charAt(colon) == ':') {
                if (colon + 1 >= end || text.charAt(colon + 1) != ':') {
                    return colon;
                }
                colon++;
            }
            colon++;
        }
        return end;
    }

    /** Past Node's "[ERR_X]" and .NET's "(0x80004005)" and "(111)". */
    private static int afterCode(String text, int end) {
        boolean open = text.startsWith(" [", end) || text.startsWith(" (", end);
        if (!open) {
            return end;
        }
        int close = text.indexOf(text.charAt(end + 1) == '[' ? ']' : ')', end, Math.min(text.length(), end + 60));
        boolean colonFollows = close > 0 && (close + 1 == text.length() || text.charAt(close + 1) == ':');
        return colonFollows ? close + 1 : end;
    }
}
