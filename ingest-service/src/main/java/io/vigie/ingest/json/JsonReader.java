package io.vigie.ingest.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads UTF-8 JSON and nothing else: depth at most {@value #MAX_DEPTH}, texts at most 256 Ki characters, no member twice, no
 * NUL, only finite numbers. For one body, by one thread.
 */
public final class JsonReader {

    /** The deepest nesting. */
    public static final int MAX_DEPTH = 64;

    private static final int LONGEST_TEXT = 256 * 1024;
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_NUMBER = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            // To be refused by the name of their field.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final Pattern ENDS_IN_A_WORD = Pattern.compile("[A-Za-z0-9+.-]++$");

    private final String text;
    private final @Nullable String lastMember;

    private JsonReader(String text, @Nullable String lastMember) {
        this.text = text;
        this.lastMember = lastMember;
    }

    /** What was read. */
    public record Reading(Json value, boolean cut) {}

    /** Where a value stands. */
    private record Place(@Nullable Place parent, String step) {

        private static final Place ROOT = new Place(null, "");

        Place member(String name) {
            return new Place(this, (parent == null ? "" : ".") + name);
        }

        Place item(int index) {
            return new Place(this, "[" + index + "]");
        }

        @Override
        public String toString() {
            return parent == null ? "" : parent + step;
        }

        InvalidBodyException refuse(String code, String detail) {
            String path = toString();
            return new InvalidBodyException(code, path.isEmpty() ? "body" : path, detail);
        }
    }

    /**
     * Reads a whole body.
     *
     * @throws InvalidBodyException that names the field
     */
    public static Json read(byte[] body) throws InvalidBodyException {
        return new JsonReader(Utf8.decode(body, false), null).parse().value();
    }

    /**
     * Reads a body that may end too early, but only inside the last member of its object: that one is left out then.
     *
     * @throws InvalidBodyException that names the field; also where the body ends elsewhere
     */
    public static Reading readUpTo(String lastMember, byte[] body) throws InvalidBodyException {
        String text = Utf8.decode(body, true);
        try {
            return new JsonReader(text, lastMember).parse();
        } catch (InvalidBodyException e) {
            // A number, true, false or null that is cut is none.
            String withoutLastWord = ENDS_IN_A_WORD.matcher(text).replaceFirst("");
            if (withoutLastWord.length() == text.length()) {
                throw e;
            }
            try {
                return new JsonReader(withoutLastWord, lastMember).parse();
            } catch (InvalidBodyException again) {
                throw e;
            }
        }
    }

    private Reading parse() throws InvalidBodyException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Place.ROOT.refuse("not_json", "is empty; JSON is expected");
            }
            Reading reading = first == JsonToken.START_OBJECT && lastMember != null
                    ? openEnded(parser, lastMember)
                    : new Reading(value(parser, first, Place.ROOT), false);
            if (!reading.cut() && parser.nextToken() != null) {
                throw Place.ROOT.refuse("not_json", "must end after its first value");
            }
            return reading;
        } catch (StreamConstraintsException e) {
            throw Place.ROOT.refuse("beyond_limit", limit());
        } catch (JacksonException e) {
            throw Place.ROOT.refuse("not_json", "is not valid JSON" + position(e));
        }
    }

    private static String limit() {
        return "depth at most " + MAX_DEPTH + ", texts at most " + LONGEST_TEXT + " characters, names at most "
                + LONGEST_NAME + ", numbers at most " + LONGEST_NUMBER + " digits are allowed";
    }

    private static String position(JacksonException e) {
        var location = e.getLocation();
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Reading openEnded(JsonParser parser, String last) throws InvalidBodyException {
        Map<String, Json> members = new LinkedHashMap<>();
        String name = "";
        boolean inside = false;
        try {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                name = parser.currentName();
                inside = true;
                put(members, name, value(parser, parser.nextToken(), Place.ROOT.member(name)), Place.ROOT);
                inside = false;
            }
            return new Reading(new Json.Obj(members), false);
        } catch (StreamReadException e) {
            if (!isAtTheEnd(e)) {
                throw e;
            }
            boolean onlyItIsMissing =
                    name.equals(last) && (inside || !text.stripTrailing().endsWith(","));
            if (onlyItIsMissing || (!inside && beginsToName(last))) {
                members.remove(last);
                return new Reading(new Json.Obj(members), true);
            }
            throw e;
        }
    }

    /** Jackson has a type for some of the places where a text can end too early, and these words for all of them. */
    private static boolean isAtTheEnd(StreamReadException e) {
        return String.valueOf(e.getOriginalMessage()).contains("end-of-input");
    }

    /** Whether the text ends in the name of the member, of which two letters are enough: no other begins like it. */
    private boolean beginsToName(String member) {
        int quote = text.lastIndexOf('"' + member.substring(0, 2));
        if (quote < 0 || !text.substring(0, quote).stripTrailing().endsWith(",")) {
            return false;
        }
        String end = text.substring(quote).stripTrailing();
        String whole = '"' + member + '"';
        return whole.startsWith(end)
                || (end.startsWith(whole)
                        && end.substring(whole.length()).strip().equals(":"));
    }

    private static Json value(JsonParser parser, JsonToken token, Place place) throws InvalidBodyException {
        return switch (token) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> array(parser, place);
            case VALUE_STRING -> new Json.Text(text(parser.getString(), place));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString(), place);
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.Null.NULL;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }

    private static Json object(JsonParser parser, Place place) throws InvalidBodyException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            put(members, name, value(parser, parser.nextToken(), place.member(name)), place);
        }
        return new Json.Obj(members);
    }

    private static void put(Map<String, Json> members, String name, Json value, Place place)
            throws InvalidBodyException {
        if (members.put(text(name, place), value) != null) {
            throw place.member(name).refuse("duplicate_member", "is there twice");
        }
    }

    private static Json array(JsonParser parser, Place place) throws InvalidBodyException {
        List<Json> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(parser, token, place.item(items.size())));
            token = parser.nextToken();
        }
        return new Json.Arr(items);
    }

    private static String text(String text, Place place) throws InvalidBodyException {
        if (text.indexOf('\0') >= 0) {
            throw place.refuse("bad_character", "must not have the character NUL");
        }
        return Utf8.withoutHalves(text);
    }

    private static Json number(String literal, Place place) throws InvalidBodyException {
        if (!Double.isFinite(parsed(literal))) {
            throw place.refuse("not_finite", "must be a finite number");
        }
        return new Json.Num(literal);
    }

    /** Jackson also takes INF, which Java does not. */
    private static double parsed(String literal) {
        return literal.endsWith("INF") ? Double.POSITIVE_INFINITY : Double.parseDouble(literal);
    }
}
