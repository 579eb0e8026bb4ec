package io.vigie.query.errors;

import graphql.GraphQLContext;
import io.vigie.query.errors.ErrorTypes.Issue;
import io.vigie.query.errors.ErrorTypes.IssueDetails;
import io.vigie.query.errors.ErrorTypes.Issues;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dataloader.BatchLoaderEnvironment;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The details of all issues of an answer, in as few questions as can be. */
@Component
final class IssueDetailsLoader {

    private static final int IDS_AT_ONCE = 200;
    private static final int AT_ONCE = 4;

    private final Owner errorService;
    private final Clock clock;

    IssueDetailsLoader(Owner errorService, Clock clock, BatchLoaderRegistry loaders) {
        this.errorService = errorService;
        this.clock = clock;
        loaders.forTypePair(Key.class, IssueDetails.class).registerMappedBatchLoader(this::load);
    }

    /**
     * Which details.
     *
     * @param hours so many hours back
     * @param events so many of the newest errors
     */
    record Key(String issue, int hours, int events) {}

    /** Several issues of which the same is asked for. */
    private record Batch(List<String> issues, int hours, int events) {

        Stream<Batch> parts() {
            return IntStream.iterate(0, from -> from < issues.size(), from -> from + IDS_AT_ONCE)
                    .mapToObj(from -> new Batch(
                            issues.subList(from, Math.min(issues.size(), from + IDS_AT_ONCE)), hours, events));
        }
    }

    private Mono<Map<Key, IssueDetails>> load(Set<Key> keys, BatchLoaderEnvironment environment) {
        GraphQLContext context = Objects.requireNonNull(environment.getContext());
        Asker asker = context.get(Asker.CONTEXT);
        return Flux.fromStream(() -> batches(keys))
                .flatMap(batch -> ask(batch, asker), AT_ONCE)
                .collect(() -> new HashMap<Key, IssueDetails>(), Map::putAll)
                .map(found -> {
                    keys.forEach(key -> found.putIfAbsent(key, IssueDetails.NONE));
                    return found;
                });
    }

    private static Stream<Batch> batches(Set<Key> keys) {
        Map<Batch, List<String>> issues = keys.stream()
                .collect(Collectors.groupingBy(
                        key -> new Batch(List.of(), key.hours(), key.events()),
                        Collectors.mapping(Key::issue, Collectors.toList())));
        return issues.entrySet().stream()
                .flatMap(same -> new Batch(
                                same.getValue(),
                                same.getKey().hours(),
                                same.getKey().events())
                        .parts());
    }

    private Mono<Map<Key, IssueDetails>> ask(Batch batch, Asker asker) {
        Question question = Question.get("/api/v1/issues/details")
                .withEach("id", batch.issues())
                .with("from", from(batch.hours()))
                .with("events", batch.events())
                .named("events", "first");
        return errorService.ask(asker, question, Issues.class).map(answer -> {
            Map<Key, IssueDetails> details = new HashMap<>();
            for (Issue issue : answer.items()) {
                if (issue.details() != null) {
                    details.put(new Key(issue.id(), batch.hours(), batch.events()), issue.details());
                }
            }
            return details;
        });
    }

    /** The present hour is one of so many. */
    private Instant from(int hours) {
        return clock.instant().minus(Duration.ofHours(hours - 1L));
    }
}
