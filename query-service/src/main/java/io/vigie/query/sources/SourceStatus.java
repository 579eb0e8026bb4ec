package io.vigie.query.sources;

/** Whether a source gives signs of life. */
public enum SourceStatus {
    ONLINE,
    OFFLINE
}
