package io.vigie.alert.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a channel reaches people, and what it needs to know for that. */
public enum ChannelKind {
    /** SMTP. */
    EMAIL(List.of("host", "port", "security", "user", "from", "to"), List.of("password"), true),
    /** The body that the fleet's own clients know. */
    FLEET_WEBHOOK(List.of(), List.of("url"), false),
    /** Signed by the rules of Standard Webhooks. */
    WEBHOOK(List.of(), List.of("url", "secret"), true),
    /** An incoming webhook of Slack. */
    SLACK(List.of(), List.of("url"), true),
    /** A webhook of Discord. */
    DISCORD(List.of(), List.of("url"), true);

    private final List<String> settings;
    private final List<String> secrets;
    private final boolean tellsResolved;

    ChannelKind(List<String> settings, List<String> secrets, boolean tellsResolved) {
        this.settings = settings;
        this.secrets = secrets;
        this.tellsResolved = tellsResolved;
    }

    /** The kind of this name in JSON. */
    @JsonCreator
    public static ChannelKind of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("kind: " + names()));
    }

    /** The kind of this name, where it is one. */
    public static Optional<ChannelKind> find(String name) {
        return Arrays.stream(values()).filter(kind -> kind.json().equals(name)).findFirst();
    }

    /** All of them, for people. */
    static String names() {
        return Arrays.stream(values()).map(ChannelKind::json).collect(Collectors.joining(", "));
    }

    /** Settings that may be shown. */
    List<String> settings() {
        return settings;
    }

    /** Settings that may not. */
    List<String> secrets() {
        return secrets;
    }

    /** Whether an end is told where nobody says otherwise. */
    boolean tellsResolved() {
        return tellsResolved;
    }

    /** Its name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
