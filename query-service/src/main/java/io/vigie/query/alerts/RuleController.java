package io.vigie.query.alerts;

import io.vigie.query.alerts.RuleTypes.Rule;
import io.vigie.query.alerts.RuleTypes.RuleInput;
import io.vigie.query.alerts.RuleTypes.Stored;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.util.Arrays;
import java.util.List;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Rules. */
@Controller
final class RuleController {

    private static final String RULES = "/api/v1/rules";
    private static final String ONE = RULES + "/{id}";

    private final Owner alertService;

    RuleController(Owner alertService) {
        this.alertService = alertService;
    }

    @QueryMapping
    Mono<List<Rule>> rules(@ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService
                .ask(asker, Question.get(RULES), Stored[].class)
                .map(all -> Arrays.stream(all).map(Rule::new).toList());
    }

    @QueryMapping
    Mono<Rule> rule(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService
                .ask(asker, Question.get(ONE, id), Stored.class)
                .map(Rule::new)
                .onErrorResume(AlertController::orNothing);
    }

    @MutationMapping
    Mono<Rule> saveRule(@Argument RuleInput rule, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question save =
                rule.id() == null ? Question.of(HttpMethod.POST, RULES) : Question.of(HttpMethod.PUT, ONE, rule.id());
        return RuleDraft.of(rule, alertService, asker)
                .flatMap(draft -> alertService.ask(asker, RuleDraft.named(save.body(draft)), Stored.class))
                .map(Rule::new);
    }

    @MutationMapping
    Mono<Boolean> deleteRule(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.tell(asker, Question.of(HttpMethod.DELETE, ONE, id)).thenReturn(true);
    }

    @MutationMapping
    Mono<Rule> resetRule(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService
                .ask(asker, Question.of(HttpMethod.POST, ONE + "/reset", id), Stored.class)
                .map(Rule::new);
    }
}
