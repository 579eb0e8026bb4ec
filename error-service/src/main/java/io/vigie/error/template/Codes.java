package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides of a number or a name whether it is the code of an error: such codes stay in a template. */
final class Codes {

    private static final int LONGEST_CODE = 6;
    private static final int LONGEST_LIST = 30;

    private Codes() {}

    /** Whether the number at from is kept. */
    static boolean isNumber(List<Piece> before, String text, int from, int end) {
        boolean signed = text.charAt(from) == '-' || text.charAt(from) == '+';
        if (text.startsWith(" --- ", end)) {
            return false; // the process in a line of Spring Boot's log
        }
        int value = Chars.value(text, signed ? from + 1 : from, end);
        boolean result = isResult(text.substring(signed ? from + 1 : from, end), signed);
        if (value < 0 && !result || !result && end - from > LONGEST_CODE) {
            return false;
        }
        return switch (context(before)) {
            case STRONG ->
                !isProcess(before, text, from, end) && !CodePlaces.isCountOfTimes(text, end) && !hasUnit(text, end);
            case WEAK ->
                Statuses.isKnown(value) && !isMeasured(text, end) && !isOne(before, text, end)
                        || new CodePlaces(before, text, from, end, value).isCode();
            case NONE -> new CodePlaces(before, text, from, end, value).isCode();
        };
    }

    private static boolean isMeasured(String text, int end) {
        return CodePlaces.isCounted(text, end) || hasUnit(text, end);
    }

    private static boolean hasUnit(String text, int end) {
        return Numbers.unit(text, end, true) > 0 || Numbers.unit(text, end, false) > 0;
    }

    /** One of several that answer: "client 404 disconnected", but not "server 404 for /cart". */
    private static boolean isOne(List<Piece> before, String text, int end) {
        int word = before.size() - 2;
        return word >= 0
                && before.getLast().is(Kind.SPACE)
                && CodeWords.ANSWERING.contains(before.get(word).text().toLowerCase(Locale.ROOT))
                && at(text, end) == ' '
                && Chars.isLower(at(text, end + 1))
                && !CodeWords.BEHIND_STATUS.contains(CodePlaces.wordBehind(text, end));
    }

    /** A negative number of four bytes, such as an HRESULT as a decimal; or what 0x80070005 and 0xC0000005 are without a sign. */
    private static boolean isResult(String digits, boolean signed) {
        return digits.length() == 10 && (signed || digits.startsWith("32212") || digits.startsWith("21479"));
    }

    /** Whether letters with digits are a code: ORA-00942, E11000, 42P01, H12. */
    static boolean isName(List<Piece> before, String word) {
        int digit = 0;
        while (digit < word.length() && Chars.isUpper(word.charAt(digit))) {
            digit++;
        }
        int end = Chars.digits(word, digit);
        boolean ends = end == word.length() || end == word.length() - 1 && Chars.isUpper(word.charAt(end));
        if (digit > 0 && end > digit && ends && end - digit <= 8) {
            boolean long3 = end - digit >= 3 || digit == 1 && end - digit == 2 && "HRE".indexOf(word.charAt(0)) >= 0;
            return CodeWords.PREFIXES.contains(word.substring(0, digit)) && long3
                    || isSqlState(word)
                    || context(before) == Context.STRONG && word.length() <= 10;
        }
        boolean afterKey = context(before) == Context.STRONG
                && word.length() <= 8
                && word.equals(word.toUpperCase(Locale.ROOT))
                && !namesGiver(word.toLowerCase(Locale.ROOT)); // in "error HTTP 502" the code comes yet
        return isSqlState(word) || afterKey;
    }

    private static boolean namesGiver(String word) {
        return CodeWords.STRONG.contains(word)
                || CodeWords.NUMBERING.contains(word)
                || CodeWords.PROTOCOLS.contains(word);
    }

    /** The names that gRPC and systems give their errors: "UNAVAILABLE: io exception", "connect ECONNREFUSED". */
    static boolean isStatusName(List<Piece> before, String word, char next) {
        return CodeWords.ERRNO.contains(word)
                || CodeWords.GRPC.contains(word)
                        && (next == ':' || next == '\0')
                        && (before.isEmpty() || before.getLast().is(Kind.SPACE));
    }

    private static boolean isSqlState(String word) {
        if (word.length() != 5 || !word.equals(word.toUpperCase(Locale.ROOT)) || !Chars.isDigit(word.charAt(4))) {
            return false;
        }
        boolean classed =
                Chars.isDigit(word.charAt(0)) && Chars.isAlnum(word.charAt(1)) && "PSRUA0".indexOf(word.charAt(2)) >= 0;
        boolean letter = Chars.isUpper(word.charAt(1)) || Chars.isUpper(word.charAt(2));
        boolean odd = word.startsWith("HY")
                || word.startsWith("XX")
                || word.startsWith("0A")
                || word.startsWith("P0")
                || word.startsWith("IM");
        return (classed && letter || odd) && Chars.digits(word, 3) == 5;
    }

    static boolean isPrefix(String word) {
        return CodeWords.PREFIXES.contains(word) && word.length() >= 2;
    }

    enum Context {
        NONE,
        WEAK,
        STRONG
    }

    static Context context(List<Piece> before) {
        boolean colon = false;
        boolean weak = false;
        int words = 0;
        int glue = 0;
        for (int i = before.size() - 1; i >= 0 && words < 3 && glue < 7; i--) {
            Piece piece = before.get(i);
            if (piece.is(Kind.SPACE)) {
                continue;
            }
            if (piece.is(Kind.CODE)) {
                return glue > 0 && words == 0 && !colon ? Context.STRONG : Context.NONE;
            }
            if (piece.isText("]")
                    && glue > 0
                    && words == 0
                    && i > 0
                    && before.get(i - 1).is(Kind.CODE)) {
                return Context.STRONG; // the driver's code behind SQLSTATE[HY000]
            }
            if (piece.isText(")") && i > 0 && before.get(i - 1).isText("(")) {
                i--; // GetLastError() = 5
                continue;
            }
            if (piece.is(Kind.PUNCTUATION)) {
                boolean abbreviates = i > 0
                        && (piece.isText(".")
                                        && CodeWords.NUMBERS.contains(
                                                before.get(i - 1).text())
                                || piece.isText(";") && before.get(i - 1).isText("smtp"));
                if (abbreviates) {
                    continue;
                }
                if (".;,!?{}/".contains(piece.text()) || piece.isText(")") || piece.isText("]")) {
                    return weak ? Context.WEAK : Context.NONE;
                }
                colon |= piece.isText(":");
                glue++;
                continue;
            }
            if (!piece.is(Kind.WORD)) {
                return weak ? Context.WEAK : Context.NONE;
            }
            String word = piece.text().toLowerCase(Locale.ROOT);
            if (isStrong(word, before, i, words, colon)) {
                return Context.STRONG;
            }
            weak |= CodeWords.WEAK.contains(word);
            if (!CodeWords.FILLERS.contains(word)) {
                return weak ? Context.WEAK : Context.NONE;
            }
            words++;
        }
        return weak ? Context.WEAK : Context.NONE;
    }

    private static boolean isStrong(String word, List<Piece> before, int index, int words, boolean colon) {
        if (word.equals("error") || word.equals("err")) {
            return words == 0 && (!colon || isBehind(before, index, CodeWords.NUMBERING));
        }
        boolean number = CodeWords.NUMBERS.contains(word) && words == 0 && isBehind(before, index, CodeWords.ERRORS)
                || word.equals("value") && isBehind(before, index, Set.of("return", "exit"))
                || words == 0 && namesGiver(word) && isBehind(before, index, CodeWords.ERRORS)
                || word.equals("react") && before.getLast().isText("#")
                || word.equals("state") && isBehind(before, index, Set.of("sql"))
                || word.equals("result") && before.getLast().isText("=");
        boolean key = number
                || CodeWords.STRONG.contains(word)
                || word.endsWith("errordomain")
                || word.endsWith("_status")
                || word.endsWith("_code")
                || word.endsWith("errorcode")
                || word.endsWith("statuscode");
        if (!key) {
            return false;
        }
        return !isBehind(before, index, CodeWords.OF_PEOPLE);
    }

    private static boolean isBehind(List<Piece> before, int index, Set<String> words) {
        int word = index - 1;
        while (word > 0 && (before.get(word).is(Kind.SPACE) || before.get(word).isText(":"))) {
            word--;
        }
        return word >= 0 && words.contains(before.get(word).text().toLowerCase(Locale.ROOT));
    }

    /** The number of a daemon's process: postfix/smtp[4411]: */
    private static boolean isProcess(List<Piece> before, String text, int from, int end) {
        Piece name = before.size() < 2 ? Piece.placeholder(Kind.NUM) : before.get(before.size() - 2);
        return at(text, from - 1) == '['
                && text.startsWith("]:", end)
                && name.is(Kind.WORD)
                && CodeWords.DAEMONS.contains(name.text());
    }

    /** Whether what comes is one of what people number, or of a list of it: order A-12; skus: A1, B2. */
    static boolean namesEntity(List<Piece> before) {
        int steps = 0;
        for (int i = before.size() - 1; i >= 0 && steps < LONGEST_LIST; i--, steps++) {
            Piece piece = before.get(i);
            if (piece.is(Kind.WORD)) {
                String word = Wording.one(piece.text()).toLowerCase(Locale.ROOT);
                return CodeWords.ENTITIES.contains(word) || CodeWords.NUMBERED.contains(word);
            }
            if (!piece.is(Kind.SPACE) && !piece.is(Kind.ID) && ":,(#°".indexOf(piece.text()) < 0) {
                return false;
            }
        }
        return false;
    }
}
