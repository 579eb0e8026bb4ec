package io.vigie.error.api;

import io.vigie.error.issues.Actor;
import io.vigie.error.issues.IssueStatus;
import io.vigie.error.issues.Issues;
import io.vigie.error.issues.Issues.Wish;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What operators do with issues. */
@RestController
final class IssueActsController {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{20}");
    private static final int MOST_IDS = 100;
    private static final int AT_ONCE = 4;
    private static final int LONGEST_ASSIGNEE = 64;
    private static final int LONGEST_COMMENT = 4_000;

    private final Issues issues;

    IssueActsController(Issues issues) {
        this.issues = issues;
    }

    /**
     * What became of several issues.
     *
     * @param missing the ids of which there is none
     */
    record Acted(String status, List<IssueView> items, List<String> missing) {}

    private record Outcome(String id, Optional<IssueView> issue) {}

    @PatchMapping("/api/v1/issues/{id}")
    Mono<IssueView> change(@PathVariable String id, @RequestBody JsonNode body, ServerWebExchange exchange) {
        Actor actor = Callers.acts(exchange);
        return issues.change(valid(id), wish(new Body(body, "status", "assignee")), actor)
                .map(IssueView::of)
                .switchIfEmpty(Mono.error(IssueActsController::missing));
    }

    @PostMapping("/api/v1/issues/{id}/comments")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<IssueView.CommentView> comment(
            @PathVariable String id, @RequestBody JsonNode body, ServerWebExchange exchange) {
        Actor actor = Callers.acts(exchange);
        String text = new Body(body, "text").text("text", LONGEST_COMMENT);
        return issues.comment(valid(id), text, actor)
                .map(IssueView.CommentView::of)
                .switchIfEmpty(Mono.error(IssueActsController::missing));
    }

    @PostMapping("/api/v1/issues/actions")
    Mono<Acted> act(@RequestBody JsonNode json, ServerWebExchange exchange) {
        Actor actor = Callers.acts(exchange);
        Body body = new Body(json, "ids", "status", "assignee");
        Wish wish = wish(body);
        List<String> ids = body.texts("ids", MOST_IDS);
        IntStream.range(0, ids.size()).forEach(i -> valid("ids[" + i + "]", ids.get(i)));
        return Flux.fromIterable(ids)
                .flatMapSequential(
                        id -> issues.change(id, wish, actor)
                                .map(issue -> new Outcome(id, Optional.of(IssueView.of(issue))))
                                .defaultIfEmpty(new Outcome(id, Optional.empty())),
                        AT_ONCE)
                .collectList()
                .map(IssueActsController::acted);
    }

    private static Acted acted(List<Outcome> outcomes) {
        List<String> missing = new ArrayList<>();
        List<IssueView> found = new ArrayList<>();
        outcomes.forEach(outcome -> outcome.issue().ifPresentOrElse(found::add, () -> missing.add(outcome.id())));
        return new Acted("ok", found, missing);
    }

    private static Wish wish(Body body) {
        IssueStatus status = body.has("status") ? status(body.text("status", LONGEST_ASSIGNEE)) : null;
        boolean assigns = body.has("assignee");
        if (status == null && !assigns) {
            throw new ProblemException(
                    "Nothing is to be changed",
                    List.of(
                            new FieldError("status", "or assignee must be given"),
                            new FieldError("assignee", "or status must be given")));
        }
        return new Wish(status, assigns, assigns ? body.textOrNull("assignee", LONGEST_ASSIGNEE) : null);
    }

    private static IssueStatus status(String text) {
        return IssueStatus.of(text)
                .filter(status -> status != IssueStatus.REGRESSED)
                .orElseThrow(() -> Parameters.invalid("status", "must be of [unresolved, resolved, ignored]"));
    }

    static String valid(String id) {
        return valid("id", id);
    }

    private static String valid(String field, String id) {
        if (!ID.matcher(id).matches()) {
            throw Parameters.invalid(field, "must have 20 hexadecimal digits");
        }
        return id;
    }

    static ProblemException missing() {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no issue of this id");
    }
}
