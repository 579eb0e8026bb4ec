package io.vigie.query.alerts;

import graphql.GraphQLContext;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The open alerts of all sites that the asker may see, asked for once in a request however many fields need them. */
@Component
public final class AlertsNow {

    private static final Question OPEN = Question.get("/api/v1/alerts")
            .with("status", "open")
            .with("limit", 500)
            .patience(Duration.ofSeconds(2));

    private static final int MOST_PARTS = 20;
    private static final int TRIES = 2;

    private final Owner alertService;

    AlertsNow(Owner alertService) {
        this.alertService = alertService;
    }

    /** By site, each worst first. */
    public Mono<BySite> of(GraphQLContext context) {
        Mono<BySite> asked = context.computeIfAbsent(
                AlertsNow.class, any -> load(context.get(Asker.CONTEXT)).cache());
        return asked;
    }

    /** Open alerts. */
    public record BySite(Map<String, List<Alert>> sites) {

        /** Those of a site, worst first. */
        public List<Alert> of(String site) {
            return sites.getOrDefault(site, List.of());
        }

        /** The worst level of a site; empty where it has none. */
        public Optional<AlertLevel> worst(String site) {
            return of(site).stream().map(Alert::level).max(Comparator.naturalOrder());
        }

        static BySite of(List<Alert> alerts) {
            Map<String, List<Alert>> sites = new HashMap<>();
            alerts.forEach(alert -> sites.computeIfAbsent(alert.siteId(), site -> new ArrayList<>())
                    .add(alert));
            return new BySite(sites);
        }
    }

    /** The place of a part in a list that changes meanwhile may be gone: then it is begun again. */
    private Mono<BySite> load(Asker asker) {
        return part(asker, null)
                .expand(part -> part.next() == null ? Mono.empty() : part(asker, part.next()))
                .take(MOST_PARTS)
                .concatMapIterable(AlertPart::items)
                .collectList()
                .retryWhen(Retry.max(TRIES)
                        .filter(AlertsNow::isPlaceGone)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .map(BySite::of);
    }

    private static boolean isPlaceGone(Throwable error) {
        return error instanceof ProblemException problem && problem.code() == ProblemCode.INVALID_ARGUMENT;
    }

    private Mono<AlertPart> part(Asker asker, @Nullable String after) {
        return alertService.ask(asker, OPEN.with("after", after), AlertPart.class);
    }

    /** A part of the alerts, as alert-service answers. */
    record AlertPart(
            List<Alert> items,
            @Nullable String next,
            @Nullable Integer total) {}
}
