package io.vigie.ingest.json;

import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON. */
public final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Without blanks; numbers in the form in which they came. */
    public static String of(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, generator);
        }
        return text.toString();
    }

    private static void write(Json value, JsonGenerator to) {
        switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                to.writeStartObject();
                members.forEach((name, member) -> {
                    to.writeName(name);
                    write(member, to);
                });
                to.writeEndObject();
            }
            case Json.Arr array -> {
                to.writeStartArray();
                array.items().forEach(item -> write(item, to));
                to.writeEndArray();
            }
            case Json.Text text -> to.writeString(text.value());
            case Json.Num number -> to.writeNumber(number.literal());
            case Json.Bool bool -> to.writeBoolean(bool.value());
            case Json.Null nothing -> to.writeNull();
        }
    }
}
