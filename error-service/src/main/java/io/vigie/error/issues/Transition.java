package io.vigie.error.issues;

import java.util.Locale;

/** What becomes of an issue, as the topic {@code vigie.issues} says it. */
enum Transition {
    CREATED,
    REGRESSED,
    RESOLVED,
    IGNORED,
    REOPENED,
    ASSIGNED,
    COMMENTED,
    DELETED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of its CloudEvent. */
    String type() {
        return "io.vigie.issue." + text() + ".v1";
    }
}
