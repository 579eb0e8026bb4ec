package io.vigie.query.alerts;

import io.vigie.query.alerts.RuleTypes.Entry;
import io.vigie.query.alerts.RuleTypes.RuleInput;
import io.vigie.query.alerts.RuleTypes.RuleKind;
import io.vigie.query.alerts.RuleTypes.Stored;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule as alert-service wants it: what the input says, and of the rest what is there already. */
final class RuleDraft {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("name.fr", "nameFr"),
            Map.entry("name.en", "name"),
            Map.entry("level", "level"),
            Map.entry("type", "type"),
            Map.entry("message.fr", "messageFr"),
            Map.entry("message.en", "messageEn"),
            Map.entry("condition.kind", "kind"),
            Map.entry("condition.metric", "metric"),
            Map.entry("condition.labels", "labels"),
            Map.entry("condition.comparison", "comparison"),
            Map.entry("condition.value", "threshold"),
            Map.entry("condition.clearValue", "clearAt"),
            Map.entry("condition.forSeconds", "forSeconds"),
            Map.entry("condition.clearSeconds", "clearForSeconds"),
            Map.entry("condition.afterSeconds", "afterSeconds"),
            Map.entry("condition.minimumLevel", "minimumLevel"));

    private RuleDraft() {}

    /** The question whose refusals name the fields as the input does. */
    static Question named(Question question) {
        Question named = question;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            named = named.named(name.getKey(), "rule." + name.getValue());
        }
        return named;
    }

    /** Asks for the rule that is to be changed, where one is. */
    static Mono<ObjectNode> of(RuleInput input, Owner alertService, Asker asker) {
        return input.id() == null
                ? Mono.fromSupplier(() -> of(input, null))
                : alertService
                        .ask(asker, Question.get("/api/v1/rules/{id}", input.id()), Stored.class)
                        .map(before -> of(input, before));
    }

    private static ObjectNode of(RuleInput input, @Nullable Stored before) {
        ObjectNode draft = Owner.json().createObjectNode();
        draft.put("enabled", input.enabled());
        draft.put("level", input.level().word());
        draft.put("type", input.type());
        draft.putObject("name").put("fr", nameFr(input, before)).put("en", input.name());
        draft.putObject("message").put("fr", input.messageFr()).put("en", input.messageEn());
        if (before != null && before.scope() != null) {
            draft.set("scope", before.scope());
        }
        draft.set("condition", condition(input, before == null ? Owner.json().createObjectNode() : before.condition()));
        return draft;
    }

    private static String nameFr(RuleInput input, @Nullable Stored before) {
        if (input.nameFr() != null) {
            return input.nameFr();
        }
        return before == null ? input.name() : before.name().fr();
    }

    private static ObjectNode condition(RuleInput input, JsonNode before) {
        ObjectNode condition = Owner.json().createObjectNode();
        JsonNode same = input.kind().word().equals(before.path("kind").asString(""))
                ? before
                : Owner.json().createObjectNode();
        condition.put("kind", input.kind().word());
        switch (input.kind()) {
            case THRESHOLD -> threshold(input, same, condition);
            case SILENCE, SERVICE, APPLICATION -> condition.put("afterSeconds", input.afterSeconds());
            case ERROR_LEVEL -> {
                condition.put("minimumLevel", minimumLevel(input, same));
                condition.put("newIssue", same.path("newIssue").asBoolean(false));
                condition.put("regression", regression(input, same, false));
            }
            case NEW_ISSUE -> {
                condition.put("newIssue", true);
                condition.put("regression", regression(input, same, true));
            }
        }
        return condition;
    }

    private static void threshold(RuleInput input, JsonNode before, ObjectNode condition) {
        condition.put("metric", input.metric());
        ArrayNode labels = condition.putArray("labels");
        for (Entry label : input.labels()) {
            labels.addObject().put("name", label.name()).put("value", label.value());
        }
        condition.put(
                "comparison",
                input.comparison() == null ? null : input.comparison().sign());
        condition.put("value", input.threshold());
        condition.put("clearValue", input.clearAt());
        condition.put("forSeconds", input.forSeconds());
        condition.put("clearSeconds", input.clearForSeconds());
        if (before.path("metric").asString("").equals(input.metric())) {
            // How its values are shown, and what its alerts are about.
            for (String member : new String[] {"objectLabel", "factor", "decimals"}) {
                if (before.has(member)) {
                    condition.set(member, before.get(member));
                }
            }
        }
    }

    private static String minimumLevel(RuleInput input, JsonNode before) {
        return input.minimumLevel() == null
                ? before.path("minimumLevel").asString("critical")
                : Objects.requireNonNull(input.minimumLevel()).toLowerCase(Locale.ROOT);
    }

    private static boolean regression(RuleInput input, JsonNode before, boolean otherwise) {
        return input.regression() == null ? before.path("regression").asBoolean(otherwise) : input.regression();
    }

    /** The metric that the rule looks at; null where it looks at none. */
    static @Nullable String metric(RuleInput input) {
        return input.kind() == RuleKind.THRESHOLD
                ? input.metric()
                : input.kind().metric().orElse(null);
    }
}
