package io.vigie.ingest.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Bodies that once were good: bytes flipped, cut, doubled, and pieces put in that parsers stumble over. */
public final class Mutations {

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\0",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e999",
            "1e-999999999",
            "-0",
            "99999999999999999999999999",
            "\"\"",
            "{}",
            "[]",
            "\"NaN\"",
            "\"-\"",
            "\"1e999\"",
            "0x1F",
            "//",
            "/*",
            "'",
            "\uFEFF",
            "\uD83D\uDE00",
            "\"alerts\":[",
            "\"siteId\":",
            "\"source\":",
            "\"error\":{",
            "[".repeat(70),
            "{\"a\":".repeat(70),
            "\"" + "x".repeat(300) + "\"",
            "9".repeat(500),
            "password=\"",
            "-----BEGIN A-----");

    private final Random random;
    private final byte[] good;

    /** The same for the same seed. */
    public Mutations(long seed, String good) {
        this.random = new Random(seed);
        this.good = good.getBytes(UTF_8);
    }

    /** The next one. */
    public byte[] next() {
        byte[] body = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            body = mutated(body);
        }
        return body;
    }

    private byte[] mutated(byte[] body) {
        if (body.length == 0) {
            return bytes(body, 0, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), 0);
        }
        int at = random.nextInt(body.length);
        int to = Math.min(body.length, at + random.nextInt(20));
        return switch (random.nextInt(6)) {
            case 0 -> java.util.Arrays.copyOf(body, at);
            case 1 -> bytes(body, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 2 -> bytes(body, at, new byte[0], to);
            case 3 -> bytes(body, at, java.util.Arrays.copyOfRange(body, at, to), at);
            case 4 -> bytes(body, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), at);
            default -> bytes(body, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), to);
        };
    }

    /** The body with what stands from one place to another replaced. */
    private static byte[] bytes(byte[] body, int from, byte[] piece, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes(piece);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }
}
