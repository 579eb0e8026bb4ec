package io.vigie.query.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rules as the schema has them. */
final class RuleTypes {

    private RuleTypes() {}

    /** What a rule looks at. Those on errors are one kind for alert-service. */
    public enum RuleKind {
        THRESHOLD("threshold"),
        SILENCE("silence"),
        SERVICE("service"),
        APPLICATION("application"),
        ERROR_LEVEL("errors"),
        NEW_ISSUE("errors");

        private final String word;

        RuleKind(String word) {
            this.word = word;
        }

        /** As alert-service calls it. */
        String word() {
            return word;
        }

        static RuleKind of(JsonNode condition) {
            return switch (condition.path("kind").asString("")) {
                case "threshold" -> THRESHOLD;
                case "silence" -> SILENCE;
                case "service" -> SERVICE;
                case "application" -> APPLICATION;
                default -> condition.path("minimumLevel").isString() ? ERROR_LEVEL : NEW_ISSUE;
            };
        }

        /** The metric that rules of this kind look at, where it is always the same. */
        Optional<String> metric() {
            return switch (this) {
                case SERVICE -> Optional.of("service.running");
                case APPLICATION -> Optional.of("application.up");
                case THRESHOLD, SILENCE, ERROR_LEVEL, NEW_ISSUE -> Optional.empty();
            };
        }
    }

    /** How a value is compared. */
    public enum Comparison {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        static @Nullable Comparison of(JsonNode sign) {
            return Arrays.stream(values())
                    .filter(one -> one.sign.equals(sign.asString("")))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A name and its text. */
    public record Entry(String name, String value) {}

    /** A rule; parts that its kind does not have are null. */
    public record Rule(Stored rule) {

        /** The id. */
        public String id() {
            return rule.id;
        }

        /** In English. */
        public String name() {
            return rule.name.en();
        }

        /** In French. */
        public String nameFr() {
            return rule.name.fr();
        }

        /** What it looks at. */
        public RuleKind kind() {
            return RuleKind.of(rule.condition);
        }

        /** Whether it is on. */
        public boolean enabled() {
            return rule.enabled;
        }

        /** Whether every installation has it. */
        public boolean builtIn() {
            return rule.builtIn;
        }

        /** Of its alerts. */
        public AlertLevel level() {
            return rule.level;
        }

        /** Of its alerts. */
        public String type() {
            return rule.type;
        }

        /** The metric's name. */
        public @Nullable String metric() {
            return kind() == RuleKind.THRESHOLD ? rule.condition.path("metric").asString() : null;
        }

        /** Labels that the metric must have. */
        public List<Entry> labels() {
            return rule.condition
                    .path("labels")
                    .valueStream()
                    .map(label -> new Entry(
                            label.path("name").asString(), label.path("value").asString()))
                    .toList();
        }

        /** How a value is compared. */
        public @Nullable Comparison comparison() {
            return Comparison.of(rule.condition.path("comparison"));
        }

        /** With what. */
        public @Nullable Double threshold() {
            return number("value");
        }

        /** It has ended when the value is no longer beyond this. */
        public @Nullable Double clearAt() {
            return number("clearValue");
        }

        private @Nullable Double number(String name) {
            JsonNode value = rule.condition.path(name);
            return value.isNumber() ? value.asDouble() : null;
        }

        /** How long it must hold. */
        public @Nullable Long forSeconds() {
            return seconds("forSeconds");
        }

        /** How long it must be over. */
        public @Nullable Long clearForSeconds() {
            return seconds("clearSeconds");
        }

        /** After how long. */
        public @Nullable Long afterSeconds() {
            return seconds("afterSeconds");
        }

        private @Nullable Long seconds(String name) {
            JsonNode value = rule.condition.path(name);
            return value.isNumber() ? value.asLong() : null;
        }

        /** Of errors. */
        public @Nullable String minimumLevel() {
            JsonNode level = rule.condition.path("minimumLevel");
            return level.isString() ? level.asString().toUpperCase(Locale.ROOT) : null;
        }

        /** Of issues. */
        public @Nullable Boolean regression() {
            JsonNode regression = rule.condition.path("regression");
            return regression.isBoolean() ? regression.asBoolean() : null;
        }

        /** In French. */
        public String messageFr() {
            return rule.message.fr();
        }

        /** In English. */
        public String messageEn() {
            return rule.message.en();
        }
    }

    /** A rule as alert-service shows it. */
    record Stored(
            String id,
            boolean builtIn,
            boolean enabled,
            Texts name,
            AlertLevel level,
            String type,
            @Nullable JsonNode scope,
            Texts message,
            JsonNode condition) {}

    /** A rule that is wanted. */
    public record RuleInput(
            @Nullable String id,
            String name,
            @Nullable String nameFr,
            RuleKind kind,
            boolean enabled,
            AlertLevel level,
            String type,
            @Nullable String metric,
            List<Entry> labels,
            @Nullable Comparison comparison,
            @Nullable Double threshold,
            @Nullable Double clearAt,
            @Nullable Long forSeconds,
            @Nullable Long clearForSeconds,
            @Nullable Long afterSeconds,
            @Nullable String minimumLevel,
            @Nullable Boolean regression,
            String messageFr,
            String messageEn) {}

    /** A moment at which it would have begun or ended. */
    public record RuleTransition(
            String source,
            @Nullable String object,
            boolean firing,
            Instant at,
            @Nullable String value) {}

    /** What a rule would have found on one source, as alert-service answers. */
    record Preview(String source, List<PreviewTransition> transitions) {}

    /** One of them. */
    record PreviewTransition(
            Instant at,
            boolean firing,
            String object,
            @JsonProperty("value") String shown) {}
}
