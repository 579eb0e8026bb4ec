package io.vigie.error.template;

/** A stretch of a text after it was read. */
record Piece(Kind kind, String text) {

    static Piece placeholder(Kind kind) {
        return new Piece(kind, kind.mark());
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isText(String wanted) {
        return text.equals(wanted);
    }
}
