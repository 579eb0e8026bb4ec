package io.vigie.ingest.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8. */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_CHARACTER = 4;

    private Utf8() {}

    /** The text of a body; one that may be cut may end within a character. */
    static String decode(byte[] body, boolean mayBeCut) throws InvalidBodyException {
        String text = new String(body, StandardCharsets.UTF_8);
        // Whatever is not UTF-8 has become that, which hardly a body has: the strict decoder is much slower.
        return checked(text.indexOf(REPLACEMENT) < 0 ? text : strictly(body, mayBeCut));
    }

    private static String strictly(byte[] body, boolean mayBeCut) throws InvalidBodyException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(body.length);
        // Without the end, an incomplete last character is just left over.
        CoderResult result = decoder.decode(in, out, !mayBeCut);
        if (result.isError() || in.remaining() >= LONGEST_CHARACTER) {
            throw new InvalidBodyException("not_utf8", "body", "is not UTF-8 at byte " + in.position());
        }
        return out.flip().toString();
    }

    private static String checked(String text) throws InvalidBodyException {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidBodyException("bad_character", "body", "must not have the character NUL");
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Halves of characters, which escapes can make and UTF-8 can't say, become U+FFFD. */
    static String withoutHalves(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceHalves(text);
            }
        }
        return text;
    }

    private static String replaceHalves(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
