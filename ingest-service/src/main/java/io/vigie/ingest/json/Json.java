package io.vigie.ingest.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value. Immutable; numbers keep the form in which they were written. */
public sealed interface Json {

    /** An object; members in the order in which they came. */
    record Obj(Map<String, Json> members) implements Json {

        /** An object without members. */
        public static final Obj EMPTY = new Obj(Map.of());

        /** Copies, in the same order. */
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member, or {@link Null} where it is missing. */
        public Json get(String name) {
            return members.getOrDefault(name, Null.NULL);
        }

        /** All but one. */
        public Obj without(String name) {
            Map<String, Json> rest = new LinkedHashMap<>(members);
            rest.remove(name);
            return new Obj(rest);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {

        /** Copies. */
        public Arr {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }
    }

    /** A text, without NUL and without halves of characters. */
    record Text(String value) implements Json {}

    /** A finite number as it was written. */
    record Num(String literal) implements Json {

        /** The nearest double. */
        public double value() {
            return Double.parseDouble(literal);
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** Null, or nothing. */
    record Null() implements Json {

        /** The only one that is needed. */
        public static final Null NULL = new Null();
    }

    /** Whether there is nothing. */
    default boolean isNull() {
        return this instanceof Null;
    }
}
