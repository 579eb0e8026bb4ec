package io.vigie.query.alerts;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.alerts.RuleTypes.Preview;
import io.vigie.query.alerts.RuleTypes.RuleInput;
import io.vigie.query.alerts.RuleTypes.RuleTransition;
import io.vigie.query.live.LiveTail;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import io.vigie.query.sources.SourceProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What a rule would have found. Alert-service judges one source at a time; which ones, is chosen here. */
@Controller
final class PreviewController {

    private static final int MOST_SOURCES = 50;
    private static final int AT_ONCE = 4;
    private static final Duration ONE_WITHIN = Duration.ofSeconds(20);
    private static final Duration ALL_WITHIN = Duration.ofSeconds(25);

    private final Owner alertService;
    private final LiveTail tail;

    PreviewController(Owner alertService, LiveTail tail) {
        this.alertService = alertService;
        this.tail = tail;
    }

    @QueryMapping
    Mono<List<RuleTransition>> rulePreview(
            @Argument RuleInput rule,
            @Argument Instant from,
            @Argument Instant to,
            @Argument @Nullable List<String> sources,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        String metric = RuleDraft.metric(rule);
        AlertController.check(
                metric != null, "rule.kind", "must be THRESHOLD with a metric, SERVICE or APPLICATION for a preview");
        AlertController.check(
                sources == null || sources.size() <= MOST_SOURCES,
                "sources",
                "at most " + MOST_SOURCES + " are allowed");
        List<String> all = sources == null ? having(Objects.requireNonNull(metric), asker.identity()) : sources;
        return RuleDraft.of(rule, alertService, asker)
                .flatMapMany(draft -> Flux.fromIterable(all)
                        .flatMapSequential(source -> preview(draft, from, to, source, asker), AT_ONCE))
                .concatMapIterable(PreviewController::transitions)
                .sort(Comparator.comparing(RuleTransition::at))
                .collectList()
                .timeout(ALL_WITHIN)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new ProblemException(
                                ProblemCode.DEADLINE_EXCEEDED,
                                "The preview takes more than " + ALL_WITHIN.toSeconds()
                                        + " s: ask for fewer sources or a shorter range"));
    }

    /** The first by id that the asker may see. */
    private List<String> having(String metric, Identity identity) {
        List<String> having = new ArrayList<>();
        for (SourceProfile profile : tail.profilesAfter("")) {
            if (having.size() == MOST_SOURCES) {
                break;
            }
            if (identity.maySee(profile.club()) && has(profile, metric)) {
                having.add(profile.id());
            }
        }
        return having;
    }

    private static boolean has(SourceProfile profile, String metric) {
        AtomicBoolean has = new AtomicBoolean();
        profile.latest().forEach((column, at, value) -> {
            if (column.name().equals(metric)) {
                has.set(true);
            }
        });
        return has.get();
    }

    private Mono<Preview> preview(ObjectNode draft, Instant from, Instant to, String source, Asker asker) {
        Map<String, Object> body = Map.of("rule", draft, "source", source, "from", from, "to", to);
        Question question = RuleDraft.named(
                        Question.of(HttpMethod.POST, "/api/v1/rules/preview").body(body))
                .named("source", "sources")
                .patience(ONE_WITHIN);
        return alertService.ask(asker, question, Preview.class);
    }

    private static List<RuleTransition> transitions(Preview preview) {
        return preview.transitions().stream()
                .map(transition -> new RuleTransition(
                        preview.source(),
                        transition.object().isEmpty() ? null : transition.object(),
                        transition.firing(),
                        transition.at(),
                        transition.shown()))
                .toList();
    }
}
