package io.vigie.error.template;

/** Finds out where a text goes on as a statement in SQL: there quotes tell names from values. */
final class Sql {

    private static final String[][] STATEMENTS = {
        {"select ", " from "}, {"insert into ", ""}, {"delete from ", ""}, {"update ", " set "}, {"merge into ", ""}
    };

    private Sql() {}

    /** The position where the statement begins, or the length of the text where there is none. */
    static int statement(String text) {
        int first = text.length();
        for (String[] statement : STATEMENTS) {
            int from = find(text, statement[0], 0);
            boolean whole = from >= 0 && !Chars.isWord(Chars.at(text, from - 1));
            if (whole && find(text, statement[1], from + statement[0].length() - 1) >= 0) {
                first = Math.min(first, from);
            }
        }
        return first;
    }

    private static int find(String text, String wanted, int from) {
        for (int i = from; i <= text.length() - wanted.length(); i++) {
            if (text.regionMatches(true, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return -1;
    }
}
