package io.vigie.query.alerts;

/** A text in both languages of the notices. */
record Texts(String fr, String en) {}
