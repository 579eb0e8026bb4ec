package io.vigie.alert.rule;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vigie.alert.rule.Condition.Comparison;
import io.vigie.alert.rule.Condition.Errors;
import io.vigie.alert.rule.Condition.Label;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rule as somebody sends it: whatever is there, to be checked. What only the server sets may stand there, too. */
@JsonIgnoreProperties({"id", "version", "builtIn"})
public record RuleDraft(
        @Nullable Boolean enabled,
        @Nullable TextsDraft name,
        @Nullable String level,
        @Nullable String type,
        @Nullable ScopeDraft scope,
        @Nullable TextsDraft message,
        @Nullable ConditionDraft condition) {

    private static final int LONGEST_TEXT = 512;
    private static final int MOST_LABELS = 16;
    private static final int MOST_IN_SCOPE = 1000;
    private static final long LONGEST_SECONDS = 30L * 86_400;
    private static final long SHORTEST_SILENCE = 60;
    private static final int MOST_DECIMALS = 6;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.-]{1,64}");
    private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9_.:/-]{1,200}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    /** A text in both languages. */
    public record TextsDraft(@Nullable String fr, @Nullable String en) {}

    /** Where it looks. */
    public record ScopeDraft(
            @Nullable List<@Nullable String> clubs,
            @Nullable List<@Nullable String> sources) {}

    /** A label. */
    public record LabelDraft(
            @Nullable String name, @Nullable String value) {}

    /** Members of all kinds; which count depends on {@code kind}. */
    public record ConditionDraft(
            @Nullable String kind,
            @Nullable String metric,
            @Nullable List<@Nullable LabelDraft> labels,
            @Nullable String objectLabel,
            @Nullable String comparison,
            @Nullable Double value,
            @Nullable Long forSeconds,
            @Nullable Double clearValue,
            @Nullable Long clearSeconds,
            @Nullable Double factor,
            @Nullable Integer decimals,
            @Nullable Long afterSeconds,
            @Nullable String minimumLevel,
            @Nullable Boolean newIssue,
            @Nullable Boolean regression) {}

    /**
     * The rule that is meant, without an id.
     *
     * @throws ProblemException that names each field that is wrong
     */
    public Rule checked() {
        Check check = new Check(new ArrayList<>());
        Texts checkedName = check.texts("name", name);
        Texts checkedMessage = check.texts("message", message);
        Level checkedLevel = Level.find(level == null ? "" : level).orElse(null);
        check.that(checkedLevel != null, "level", "must be info, warning or critical");
        check.that(type != null && TYPE.matcher(type).matches(), "type", "must be 1 to 64 of a-z, 0-9, _, ., -");
        Scope checkedScope = check.scope(scope);
        Condition checkedCondition = condition == null ? null : check.condition(condition);
        check.that(condition != null, "condition", "must be given");
        check.that(
                !(checkedCondition instanceof Errors) || "error".equals(type),
                "type",
                "must be error for a rule on errors");
        if (checkedCondition != null) {
            check.places("message.fr", checkedMessage.fr(), checkedCondition.places());
            check.places("message.en", checkedMessage.en(), checkedCondition.places());
        }
        check.end();
        return new Rule(
                "",
                0,
                false,
                enabled == null || enabled,
                checkedName,
                Objects.requireNonNull(checkedLevel),
                Objects.requireNonNull(type),
                checkedScope,
                checkedMessage,
                Objects.requireNonNull(checkedCondition));
    }

    /** Collects what is wrong. */
    private record Check(List<FieldError> errors) {

        void that(boolean holds, String field, String detail) {
            if (!holds) {
                errors.add(new FieldError(field, detail));
            }
        }

        void end() {
            if (!errors.isEmpty()) {
                throw new ProblemException("The rule is not valid", errors);
            }
        }

        Texts texts(String field, @Nullable TextsDraft draft) {
            return new Texts(
                    text(field + ".fr", draft == null ? null : draft.fr()),
                    text(field + ".en", draft == null ? null : draft.en()));
        }

        private String text(String field, @Nullable String value) {
            boolean good = value != null
                    && !value.isBlank()
                    && value.length() <= LONGEST_TEXT
                    && value.chars().noneMatch(Character::isISOControl);
            that(good, field, "must have 1 to " + LONGEST_TEXT + " characters, none of them a control character");
            return value == null ? "" : value.strip();
        }

        void places(String field, String template, Set<String> allowed) {
            Matcher place = PLACE.matcher(template);
            while (place.find()) {
                that(
                        allowed.contains(place.group(1)),
                        field,
                        "knows only these places: " + allowed.stream().sorted().toList());
            }
        }

        Scope scope(@Nullable ScopeDraft draft) {
            return draft == null
                    ? Scope.EVERYWHERE
                    : new Scope(names("scope.clubs", draft.clubs()), names("scope.sources", draft.sources()));
        }

        private Set<String> names(String field, @Nullable List<@Nullable String> names) {
            Stream<@Nullable String> given = names == null ? Stream.empty() : names.stream();
            List<String> good = given.filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .filter(name -> !name.isBlank() && name.length() <= 256)
                    .toList();
            that(
                    names == null || good.size() == names.size() && good.size() <= MOST_IN_SCOPE,
                    field,
                    "must be at most " + MOST_IN_SCOPE + " names of 1 to 256 characters");
            return Set.copyOf(good);
        }

        @Nullable
        Condition condition(ConditionDraft draft) {
            return switch (draft.kind() == null ? "" : draft.kind()) {
                case "threshold" -> threshold(draft);
                case "silence" ->
                    new Condition.Silence(seconds("condition.afterSeconds", draft.afterSeconds(), SHORTEST_SILENCE));
                case "service" -> new Condition.ServiceDown(seconds("condition.afterSeconds", draft.afterSeconds(), 0));
                case "application" ->
                    new Condition.ApplicationMissing(seconds("condition.afterSeconds", draft.afterSeconds(), 0));
                case "errors" -> errors(draft);
                default -> {
                    that(false, "condition.kind", "must be threshold, silence, service, application or errors");
                    yield null;
                }
            };
        }

        private @Nullable Condition threshold(ConditionDraft draft) {
            String metric = draft.metric() == null ? "" : draft.metric();
            that(
                    METRIC.matcher(metric).matches(),
                    "condition.metric",
                    "must be 1 to 200 of A-Z, a-z, 0-9, _, ., :, /, -");
            Comparison comparison = Comparison.find(draft.comparison() == null ? "" : draft.comparison())
                    .orElse(null);
            that(comparison != null, "condition.comparison", "must be one of >, >=, <, <=");
            double value = number("condition.value", draft.value(), null);
            double clear = number("condition.clearValue", draft.clearValue(), value);
            double factor = number("condition.factor", draft.factor(), 1.0);
            int decimals = draft.decimals() == null ? 1 : draft.decimals();
            that(decimals >= 0 && decimals <= MOST_DECIMALS, "condition.decimals", "must be 0 to " + MOST_DECIMALS);
            String objectLabel = draft.objectLabel() == null ? "" : draft.objectLabel();
            that(
                    objectLabel.isEmpty() || LABEL.matcher(objectLabel).matches(),
                    "condition.objectLabel",
                    "must be 1 to 64 of A-Z, a-z, 0-9, _, ., -");
            if (comparison == null) {
                return null;
            }
            that(
                    comparison.isUpwards() ? clear <= value : clear >= value,
                    "condition.clearValue",
                    "must not be beyond the value");
            return new Threshold(
                    metric,
                    labels(draft.labels()),
                    objectLabel,
                    comparison,
                    value,
                    seconds("condition.forSeconds", draft.forSeconds(), 0),
                    clear,
                    seconds("condition.clearSeconds", draft.clearSeconds(), 0),
                    factor,
                    decimals);
        }

        private List<Label> labels(@Nullable List<@Nullable LabelDraft> drafts) {
            List<Label> labels = new ArrayList<>();
            for (LabelDraft draft : drafts == null ? List.<@Nullable LabelDraft>of() : drafts) {
                String name = draft == null || draft.name() == null ? "" : draft.name();
                String value = draft == null || draft.value() == null ? "" : draft.value();
                String field = "condition.labels[" + labels.size() + "]";
                that(LABEL.matcher(name).matches(), field + ".name", "must be 1 to 64 of A-Z, a-z, 0-9, _, ., -");
                that(value.length() <= 256, field + ".value", "must have at most 256 characters");
                labels.add(new Label(name, value));
            }
            that(labels.size() <= MOST_LABELS, "condition.labels", "must be at most " + MOST_LABELS);
            return labels;
        }

        private Condition errors(ConditionDraft draft) {
            boolean newIssue = Boolean.TRUE.equals(draft.newIssue());
            boolean regression = Boolean.TRUE.equals(draft.regression());
            String least = draft.minimumLevel();
            that(
                    least == null || Errors.LEVELS.contains(least),
                    "condition.minimumLevel",
                    "must be one of " + Errors.LEVELS);
            that(
                    least != null || newIssue || regression,
                    "condition",
                    "must have a minimumLevel, newIssue or regression");
            return new Errors(least, newIssue, regression);
        }

        private double number(String field, @Nullable Double given, @Nullable Double otherwise) {
            Double value = given == null ? otherwise : given;
            that(value != null && Double.isFinite(value), field, "must be a finite number");
            return value == null ? 0 : value;
        }

        private long seconds(String field, @Nullable Long given, long least) {
            long value = given == null ? least : given;
            that(value >= least && value <= LONGEST_SECONDS, field, "must be " + least + " to " + LONGEST_SECONDS);
            return value;
        }
    }
}
