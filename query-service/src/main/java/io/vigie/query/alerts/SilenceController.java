package io.vigie.query.alerts;

import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Silences. */
@Controller
final class SilenceController {

    private static final String SILENCES = "/api/v1/silences";

    private final Owner alertService;

    SilenceController(Owner alertService) {
        this.alertService = alertService;
    }

    /** A silence. */
    public record Silence(
            String id, SilenceSelector selector, String reason, String createdBy, Instant from, Instant until) {}

    /** What it silences. */
    public record SilenceSelector(List<String> sites, List<String> clubs, List<String> types, List<String> rules) {}

    /** A silence that is wanted. */
    public record SilenceInput(
            List<String> sites,
            List<String> clubs,
            List<String> types,
            List<String> rules,
            String reason,
            @Nullable Instant from,
            Instant until) {

        Map<String, Object> body() {
            Map<String, Object> body = new HashMap<>(Map.of(
                    "sites", sites, "clubs", clubs, "types", types, "rules", rules, "comment", reason, "endsAt",
                    until));
            if (from != null) {
                body.put("startsAt", from);
            }
            return body;
        }
    }

    /** A silence as alert-service shows it. */
    record Shown(
            String id,
            List<String> sites,
            List<String> clubs,
            List<String> types,
            List<String> rules,
            Instant startsAt,
            Instant endsAt,
            String comment,
            String createdBy) {

        Silence silence() {
            return new Silence(
                    id,
                    new SilenceSelector(sites, clubs, types, rules),
                    comment,
                    Alert.person(createdBy),
                    startsAt,
                    endsAt);
        }
    }

    @QueryMapping
    Mono<List<Silence>> silences(@ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService
                .ask(asker, Question.get(SILENCES), Shown[].class)
                .map(all -> Arrays.stream(all).map(Shown::silence).toList());
    }

    @MutationMapping
    Mono<Silence> createSilence(@Argument SilenceInput input, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question create = Question.of(HttpMethod.POST, SILENCES)
                .body(input.body())
                .named("endsAt", "input.until")
                .named("startsAt", "input.from")
                .named("comment", "input.reason");
        for (String names : List.of("sites", "clubs", "types", "rules")) {
            create = create.named(names, "input." + names);
        }
        return alertService.ask(asker, create, Shown.class).map(Shown::silence);
    }

    @MutationMapping
    Mono<Boolean> endSilence(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService
                .tell(asker, Question.of(HttpMethod.DELETE, SILENCES + "/{id}", id))
                .thenReturn(true);
    }
}
