package io.vigie.ingest.http;

import java.util.Locale;

/** A way in over HTTP, as meters name it. */
public enum Surface {
    /** {@code POST /api/metrics}. */
    FLEET,
    /** {@code POST /api/v1/metrics}. */
    METRICS,
    /** {@code POST /report}. */
    REPORT;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
