package io.vigie.ingest.report;

import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What of an error is kept. What is beyond is cut, not refused: half an error says more than none. */
final class Limits {

    static final int MESSAGE = 8_192;
    static final int STACK_BYTES = 64 * 1024;
    static final int STACK_LINES = 2_000;
    static final int PATH = 2_048;
    static final int METHOD = 32;
    static final int METADATA_BYTES = 256 * 1024;

    /** Stands in metadata that was cut, and says how many members are missing. */
    static final String CUT = "_cut";

    private Limits() {}

    /** The first characters, counted in UTF-16 as the readers of the topic do, and never half of one. */
    static String characters(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    static String stack(String stack) {
        return bytes(lines(stack));
    }

    private static String lines(String text) {
        int end = -1;
        for (int line = 0; line < STACK_LINES; line++) {
            end = text.indexOf('\n', end + 1);
            if (end < 0) {
                return text;
            }
        }
        return text.substring(0, end);
    }

    private static String bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= STACK_BYTES) {
            return text;
        }
        int end = STACK_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Its first members, as many as fit. */
    static String metadata(Json.Obj metadata) {
        if (metadata.members().isEmpty()) {
            return "";
        }
        String whole = JsonText.of(metadata);
        if (size(whole) <= METADATA_BYTES) {
            return whole;
        }
        Map<String, Json> kept = new LinkedHashMap<>();
        int bytes = 64;
        int cut = 0;
        for (Map.Entry<String, Json> member : metadata.members().entrySet()) {
            int size = size(JsonText.of(new Json.Obj(Map.of(member.getKey(), member.getValue()))));
            if (bytes + size <= METADATA_BYTES) {
                kept.put(member.getKey(), member.getValue());
                bytes += size;
            } else {
                cut++;
            }
        }
        kept.put(CUT, new Json.Num(Integer.toString(cut)));
        return JsonText.of(new Json.Obj(kept));
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
