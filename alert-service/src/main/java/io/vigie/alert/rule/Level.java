package io.vigie.alert.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vigie.proto.alerts.v1.AlertLevel;
import java.util.Locale;
import java.util.Optional;

/** How bad it is; each is worse than the ones before. In JSON {@code info}, {@code warning}, {@code critical}. */
public enum Level {
    INFO,
    WARNING,
    CRITICAL;

    /** The level of this name in JSON. */
    @JsonCreator
    public static Level of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("level: info, warning or critical"));
    }

    /** The level of this name, where it is one. */
    public static Optional<Level> find(String name) {
        return switch (name) {
            case "info" -> Optional.of(INFO);
            case "warning" -> Optional.of(WARNING);
            case "critical" -> Optional.of(CRITICAL);
            default -> Optional.empty();
        };
    }

    /** Of a signal; what is not said counts as a warning. */
    public static Level of(AlertLevel level) {
        return switch (level) {
            case ALERT_LEVEL_INFO -> INFO;
            case ALERT_LEVEL_CRITICAL -> CRITICAL;
            case ALERT_LEVEL_WARNING, ALERT_LEVEL_UNSPECIFIED, UNRECOGNIZED -> WARNING;
        };
    }

    /** As a signal has it. */
    public AlertLevel toProto() {
        return switch (this) {
            case INFO -> AlertLevel.ALERT_LEVEL_INFO;
            case WARNING -> AlertLevel.ALERT_LEVEL_WARNING;
            case CRITICAL -> AlertLevel.ALERT_LEVEL_CRITICAL;
        };
    }

    /** Its name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The worse of the two. */
    public Level worse(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
