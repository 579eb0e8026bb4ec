package io.vigie.alert.preview;

import io.vigie.alert.access.Asker;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.RuleDraft;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/rules/preview}: a rule over the past of one source, in the name of who asks. */
@RestController
final class PreviewController {

    private static final Duration LONGEST = Duration.ofDays(31);

    private final PastSeries past;

    PreviewController(PastSeries past) {
        this.past = past;
    }

    /** What is asked for. */
    record Wanted(
            @Nullable RuleDraft rule,
            @Nullable String source,
            @Nullable Instant from,
            @Nullable Instant to) {

        void check() {
            List<FieldError> errors = new ArrayList<>();
            if (rule == null) {
                errors.add(new FieldError("rule", "must be given"));
            }
            if (source == null || source.isBlank()) {
                errors.add(new FieldError("source", "must be given"));
            }
            if (from == null || to == null || !from.isBefore(to)) {
                errors.add(new FieldError("from, to", "must be moments in their order"));
            } else if (Duration.between(from, to).compareTo(LONGEST) > 0) {
                errors.add(new FieldError("from, to", "must be at most 31 days apart"));
            }
            if (!errors.isEmpty()) {
                throw new ProblemException("The request is not valid", errors);
            }
        }
    }

    @PostMapping("/api/v1/rules/preview")
    Mono<Preview> preview(@RequestBody Wanted wanted, ServerWebExchange exchange) {
        Asker.reader(exchange);
        wanted.check();
        Rule rule = Objects.requireNonNull(wanted.rule()).checked();
        Threshold threshold = rule.condition()
                .onMetric()
                .orElseThrow(() -> new ProblemException(
                        "The request is not valid",
                        List.of(new FieldError(
                                "rule.condition.kind", "must be threshold, service or application for a preview"))));
        String source = Objects.requireNonNull(wanted.source());
        String token =
                Objects.requireNonNullElse(exchange.getRequest().getHeaders().getFirst(IdentityTokens.HEADER), "");
        return past.ask(new PastSeries.Question(
                        source,
                        threshold,
                        Objects.requireNonNull(wanted.from()),
                        Objects.requireNonNull(wanted.to()),
                        token))
                .map(answer -> Preview.of(source, rule, threshold, answer))
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no source of this id")));
    }
}
