package io.vigie.query.alerts;

import java.util.Locale;

/** How bad an alert is, from harmless to critical. */
public enum AlertLevel {
    INFO,
    WARNING,
    CRITICAL;

    /** As alert-service calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
