package io.vigie.proto;

import com.google.protobuf.ByteString;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * The id of a list of columns: the first 16 bytes of SHA-256 over its canonical form.
 *
 * <p>Canonical form: for each column in order its name, unit, kind (1 gauge, 2 counter; unspecified counts as gauge) as a
 * 4-byte number, the number of labels as a 4-byte number, and the labels sorted by key (UTF-16 code units), key then value.
 * A text is its length in UTF-8 bytes as a 4-byte number, then these bytes. Numbers are big endian.
 */
public final class SchemaId {

    /** Bytes of an id. */
    public static final int LENGTH = 16;

    private SchemaId() {}

    /** The id of these columns. */
    public static ByteString of(List<Column> columns) {
        MessageDigest digest = ApiKey.Sha256.digest();
        for (Column column : columns) {
            text(digest, column.getName());
            text(digest, column.getUnit());
            number(digest, column.getKind() == MetricKind.METRIC_KIND_COUNTER ? 2 : 1);
            number(digest, column.getLabelsCount());
            new TreeMap<>(column.getLabelsMap()).forEach((key, value) -> {
                text(digest, key);
                text(digest, value);
            });
        }
        return ByteString.copyFrom(Arrays.copyOf(digest.digest(), LENGTH));
    }

    /** The id as the topic {@code schemas} has it for a key: 32 lower-case hex digits. */
    public static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(digest, bytes.length);
        digest.update(bytes);
    }

    private static void number(MessageDigest digest, int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }
}
