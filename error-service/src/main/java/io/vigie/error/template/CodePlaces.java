package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides of a number by where it stands whether it is a code: in brackets, behind an arrow, a path or what failed, with its name behind it.
 *
 * @param before what was read of the text before it
 * @param from where it begins, with its sign
 * @param end where it ends
 */
record CodePlaces(List<Piece> before, String text, int from, int end, int value) {

    private static final int LARGEST_ERRNO = 4096;

    boolean isCode() {
        if (isNamed() || isReply()) {
            return true;
        }
        boolean first =
                before.stream().allMatch(piece -> piece.is(Kind.SPACE) || piece.isText("[") || piece.isText("("));
        boolean tuple = first && last().isText("(") && next() == ',' && "\"'<b".indexOf(at(text, end + 2)) >= 0;
        if (first && isStatus() && !tuple) {
            return beginsText();
        }
        return tuple
                || first && isSqlState()
                || isEnclosed()
                || isEnhanced()
                || (isBehindArrow() || isStatus() && (isBehindRequest() || isAnswer())) && !isCounted(text, end)
                || isBehindFailure()
                || isOfDriver();
    }

    private char next() {
        return at(text, end);
    }

    private boolean isStatus() {
        return Statuses.isKnown(value);
    }

    private Piece last() {
        return last(before.size());
    }

    private Piece last(int until) {
        for (int i = until - 1; i >= 0; i--) {
            if (!before.get(i).is(Kind.SPACE)) {
                return before.get(i);
            }
        }
        return Piece.placeholder(Kind.NUM);
    }

    /** 404 Not Found, 5 NOT_FOUND, 503 (Service Unavailable). */
    private boolean isNamed() {
        int start = Chars.spaces(text, end);
        boolean named = next() == ' ' && (isName(start) || at(text, start) == '(' && isName(start + 1));
        return named && !(isStatus() && followsEntity());
    }

    /** 550 5.1.1, wherever it stands. */
    private boolean isReply() {
        return isStatus()
                && next() == ' '
                && "245".indexOf(at(text, end + 1)) >= 0
                && at(text, end + 2) == '.'
                && Chars.isDigit(at(text, end + 3))
                && at(text, end + 4) == '.'
                && Chars.isDigit(at(text, end + 5));
    }

    private boolean isName(int start) {
        int close = Chars.word(text, start);
        String word = text.substring(Math.min(start, text.length()), close);
        boolean grpc = value >= 0 && value <= 16 && CodeWords.GRPC.contains(word);
        boolean http =
                isStatus() && word.length() > 2 && Chars.isUpper(word.charAt(0)) && Chars.isLower(word.charAt(1));
        return grpc || http || isStatus() && Statuses.isPhrase(text, start);
    }

    /** A reply as SMTP and FTP give it, a status alone, or one with what it is of: "404 from stock". */
    private boolean beginsText() {
        int start = Chars.spaces(text, end);
        boolean reply = next() == '-'
                || next() == ' '
                        && (Chars.isUpper(at(text, start))
                                || Chars.isDigit(at(text, start)) && at(text, start + 1) == '.');
        boolean all = end == text.length() || end + 1 == text.length() && ".!".indexOf(next()) >= 0;
        return reply && !isPhone()
                || all
                || next() == ':'
                || next() == ']'
                || next() == ')' && !isPhone()
                || next() == ' ' && CodeWords.BEHIND_STATUS.contains(wordBehind(text, end));
    }

    /** Npgsql begins with the state: "23505: duplicate key value". */
    private boolean isSqlState() {
        return end - from == 5 && next() == ':' && CodeWords.SQL_CLASSES.contains(text.substring(from, from + 2));
    }

    /** (555) 123-4567 */
    private boolean isPhone() {
        return (next() == ')' && at(text, end + 1) == ' ' && Chars.isDigit(at(text, end + 2)))
                || next() == '-'
                        && Chars.isDigit(at(text, Chars.digits(text, end + 1) - 1))
                        && at(text, Chars.digits(text, end + 1)) == '-';
    }

    private boolean isBehindArrow() {
        return Set.of("→", "⇒", "->", "=>", "←").contains(last().text());
    }

    private boolean isEnclosed() {
        boolean enclosed = last().isText("[") && next() == ']' || last().isText("(") && next() == ')' && !isPhone();
        return enclosed
                && (isStatus() && !followsEntity() || value < 1000 && (namesProtocol() || follows(CodeWords.FAILURES)));
    }

    /** GET /x 404, https://x.io/y: 404, bob@acme.io: 550. */
    private boolean isBehindRequest() {
        Piece last = last();
        boolean glue = last.isText(":") || last.isText("-");
        Piece request = glue ? last(before.lastIndexOf(last)) : last;
        boolean mail = last.isText(":") && before.stream().anyMatch(piece -> piece.is(Kind.EMAIL));
        return mail || (request.is(Kind.PATH) || request.is(Kind.URL)) && next() != ':';
    }

    /** "a 404 error" */
    private boolean isAnswer() {
        return value >= 400 && next() == ' ' && CodeWords.ANSWERS.contains(wordBehind(text, end)) && !followsEntity();
    }

    /** "registration failed: -110", "died with 5", "login refused: 5", "perform() failed: 28". */
    private boolean isBehindFailure() {
        boolean ends = end == text.length() || ".,;)]".indexOf(next()) >= 0 && !Chars.isDigit(at(text, end + 1));
        boolean negative = text.charAt(from) == '-' && value < LARGEST_ERRNO;
        if (negative && follows(CodeWords.FAILURES) && !isCounted(text, end)) {
            return true;
        }
        boolean colon = last().isText(":");
        boolean call = colon && isCall();
        return ends
                && value < 1000
                && (last().isText("with") && follows(CodeWords.ENDINGS)
                        || colon && follows(CodeWords.REFUSALS)
                        || call && follows(CodeWords.FAILURES));
    }

    /** Whether a function stands before the word before the colon. */
    private boolean isCall() {
        int at = before.size() - 1;
        int seen = 0;
        while (at > 0 && seen < 2) {
            seen += before.get(at).is(Kind.SPACE) ? 0 : 1;
            at--;
        }
        return last(at + 1).isText(")");
    }

    /** SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry. */
    private boolean isOfDriver() {
        return last().isText(":")
                && value >= 1000
                && (end == text.length() || next() == ' ' && Chars.isUpper(at(text, end + 1)))
                && before.stream().limit(2).anyMatch(piece -> piece.isText("SQLSTATE"));
    }

    /** 5.1.1 behind 550. */
    private boolean isEnhanced() {
        Piece last = last();
        return last.is(Kind.CODE)
                && Statuses.isKnown(Chars.value(last.text(), 0, last.text().length()))
                && value < 6
                && value > 1
                && next() == '.';
    }

    private boolean follows(Set<String> words) {
        int word = before.size() - 1;
        while (word > 0
                && (before.get(word).is(Kind.SPACE)
                        || ":(=[".contains(before.get(word).text())
                        || before.get(word).isText("with"))) {
            word--;
        }
        return word >= 0 && words.contains(before.get(word).text().toLowerCase(Locale.ROOT));
    }

    private boolean followsEntity() {
        int steps = 0;
        for (int i = before.size() - 1; i >= 0 && steps < 4; i--, steps++) {
            Piece piece = before.get(i);
            if (piece.is(Kind.WORD)) {
                return CodeWords.ENTITIES.contains(piece.text().toLowerCase(Locale.ROOT));
            }
        }
        return false;
    }

    private boolean namesProtocol() {
        return before.stream()
                .anyMatch(piece -> piece.is(Kind.WORD)
                        && CodeWords.PROTOCOLS.contains(piece.text().toLowerCase(Locale.ROOT)));
    }

    /** What is counted follows: "returned 404 rows". A status goes on with a name, a preposition or nothing. */
    static boolean isCounted(String text, int end) {
        if (at(text, end) != ' ' || !Chars.isLower(at(text, end + 1))) {
            return at(text, end) == '%';
        }
        String word = wordBehind(text, end);
        return word.length() > 3 && word.endsWith("s") && !CodeWords.NOT_COUNTED.contains(word)
                || CodeWords.COUNTED.contains(word);
    }

    /** Behind the name of a code only this is counted: "failed with error 3 times". */
    static boolean isCountOfTimes(String text, int end) {
        return at(text, end) == '%' || at(text, end) == ' ' && CodeWords.COUNTED.contains(wordBehind(text, end));
    }

    static String wordBehind(String text, int end) {
        return text.substring(
                        Math.min(text.length(), end + 1),
                        Math.max(Math.min(text.length(), end + 1), Chars.letters(text, end + 1)))
                .toLowerCase(Locale.ROOT);
    }
}
