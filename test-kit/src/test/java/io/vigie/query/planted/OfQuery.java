package io.vigie.query.planted;

/** What another service must not know. */
public class OfQuery {}
