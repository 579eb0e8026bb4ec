package io.vigie.alert.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold for a rule to find something. Times are whole seconds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Condition.Threshold.class, name = "threshold"),
    @JsonSubTypes.Type(value = Condition.Silence.class, name = "silence"),
    @JsonSubTypes.Type(value = Condition.ServiceDown.class, name = "service"),
    @JsonSubTypes.Type(value = Condition.ApplicationMissing.class, name = "application"),
    @JsonSubTypes.Type(value = Condition.Errors.class, name = "errors")
})
public sealed interface Condition {

    /** What may stand in braces in the message of such a rule. */
    Set<String> places();

    /** The condition on a metric that this is, where it is one. */
    default Optional<Threshold> onMetric() {
        return Optional.empty();
    }

    /** How a value is compared with its limit. */
    enum Comparison {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** The comparison of this sign. */
        @JsonCreator
        public static Comparison of(String sign) {
            return find(sign).orElseThrow(() -> new IllegalArgumentException("comparison: one of >, >=, <, <="));
        }

        /** The comparison of this sign, where there is one. */
        public static Optional<Comparison> find(String sign) {
            return Arrays.stream(values()).filter(one -> one.sign.equals(sign)).findFirst();
        }

        /** The sign. */
        @JsonValue
        public String sign() {
            return sign;
        }

        boolean holds(double value, double limit) {
            return switch (this) {
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
                case BELOW -> value < limit;
                case AT_MOST -> value <= limit;
            };
        }

        /** Whether greater values are the bad ones. */
        public boolean isUpwards() {
            return this == ABOVE || this == AT_LEAST;
        }
    }

    /** A label and the value that it must have. */
    record Label(String name, String value) {}

    /**
     * The last value of a metric is beyond a limit; each combination of its labels by itself.
     *
     * @param metric the metric's name
     * @param labels labels that it must have
     * @param objectLabel the label that says what an alert is about; empty: the source as a whole
     * @param comparison how the value is compared with {@code value}
     * @param value the limit, in the metric's unit
     * @param forSeconds how long it must hold without a break, by the samples' own times
     * @param clearValue it has ended when the value is no longer beyond this limit …
     * @param clearSeconds … for so long
     * @param factor what a value is multiplied by where it is shown
     * @param decimals how many digits after the point are shown
     */
    record Threshold(
            String metric,
            List<Label> labels,
            String objectLabel,
            Comparison comparison,
            double value,
            long forSeconds,
            double clearValue,
            long clearSeconds,
            double factor,
            int decimals)
            implements Condition {

        /** Copies what may change. */
        public Threshold {
            labels = List.copyOf(labels);
        }

        /** Whether a value is beyond the limit. */
        public boolean isBeyond(double sample) {
            return comparison.holds(sample, value);
        }

        /** Whether a value counts for the end. */
        public boolean isClear(double sample) {
            return !comparison.holds(sample, clearValue);
        }

        /** A value as it is shown. */
        public String shown(double sample) {
            return Double.isFinite(sample)
                    ? BigDecimal.valueOf(sample)
                            .multiply(BigDecimal.valueOf(factor))
                            .setScale(decimals, RoundingMode.HALF_UP)
                            .toPlainString()
                    : Double.toString(sample);
        }

        /** Whether these labels are among a column's. */
        public boolean selects(Map<String, String> columnLabels) {
            return labels.stream().allMatch(label -> label.value().equals(columnLabels.get(label.name())));
        }

        @Override
        public Optional<Threshold> onMetric() {
            return Optional.of(this);
        }

        @Override
        public Set<String> places() {
            return Set.of("value", "object", "volume", "site", "club");
        }
    }

    /** No sign of life from a device for so long, or for 2.5 of its usual intervals, whichever is longer. */
    record Silence(long afterSeconds) implements Condition {

        @Override
        public Set<String> places() {
            return Set.of("minutes", "site", "club");
        }
    }

    /** A watched service does not run, for so long. */
    record ServiceDown(long afterSeconds) implements Condition {

        @Override
        public Optional<Threshold> onMetric() {
            return Optional.of(off("service.running", afterSeconds));
        }

        @Override
        public Set<String> places() {
            return Set.of("object", "site", "club");
        }
    }

    /** An application is not there, for so long. */
    record ApplicationMissing(long afterSeconds) implements Condition {

        @Override
        public Optional<Threshold> onMetric() {
            return Optional.of(off("application.up", afterSeconds));
        }

        @Override
        public Set<String> places() {
            return Set.of("object", "application", "site", "club");
        }
    }

    /**
     * Errors of a service.
     *
     * @param minimumLevel an error of this level or worse came; null: that is not asked
     * @param newIssue an issue came up that was not known
     * @param regression an issue is back that was resolved
     */
    record Errors(@org.jspecify.annotations.Nullable String minimumLevel, boolean newIssue, boolean regression)
            implements Condition {

        /** The levels of errors, each worse than the ones before. */
        public static final List<String> LEVELS = List.of("debug", "info", "warning", "error", "critical", "fatal");

        /** Whether an error of this level is asked for. */
        public boolean asksFor(String level) {
            return minimumLevel != null && LEVELS.indexOf(level) >= LEVELS.indexOf(minimumLevel);
        }

        @Override
        public Set<String> places() {
            return Set.of("title", "service", "level");
        }
    }

    private static Threshold off(String metric, long afterSeconds) {
        return new Threshold(metric, List.of(), "name", Comparison.BELOW, 0.5, afterSeconds, 0.5, 0, 1, 0);
    }
}
