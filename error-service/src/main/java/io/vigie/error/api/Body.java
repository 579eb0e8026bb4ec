package io.vigie.error.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSON object that a client sent, each member held to its limit. Members that are not known here are refused by name. */
final class Body {

    private final JsonNode object;

    Body(JsonNode object, String... known) {
        if (!object.isObject()) {
            throw Parameters.invalid("body", "must be a JSON object");
        }
        Set<String> allowed = Set.of(known);
        for (String name : object.propertyNames()) {
            if (!allowed.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
                throw Parameters.invalid(shown, "is not known here; these are: " + List.of(known));
            }
        }
        this.object = object;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name, int longest) {
        JsonNode value = object.path(name);
        return text(name, value, longest);
    }

    @Nullable
    String textOrNull(String name, int longest) {
        return object.path(name).isNull() ? null : text(name, longest);
    }

    List<String> texts(String name, int most) {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw Parameters.invalid(name, "must be a list of 1 to " + most);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            texts.add(text(name + "[" + i + "]", value.get(i), 128));
        }
        return texts.stream().distinct().toList();
    }

    private static String text(String field, JsonNode value, int longest) {
        String text = value.isString() ? value.asString().strip() : "";
        if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw Parameters.invalid(field, "must be a text of 1 to " + longest + " characters");
        }
        return text;
    }
}
