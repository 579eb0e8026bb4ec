package io.vigie.error.issues;

import io.vigie.error.storage.Documents;
import io.vigie.error.storage.StoreUnavailableException;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What people do with issues. An act is stored together with what has to be published of it; should Kafka be away, it is published
 * later.
 */
public final class Issues {

    private static final Logger LOG = LoggerFactory.getLogger(Issues.class);

    private static final int TRIES = 20;
    private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(5);

    private final Documents<Issue> issues;
    private final Documents<Comment> comments;
    private final RecordPublisher publisher;
    private final InstantSource clock;

    Issues(Documents<Issue> issues, Documents<Comment> comments, RecordPublisher publisher, InstantSource clock) {
        this.issues = issues;
        this.comments = comments;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** The issue; empty where there is none. */
    public Mono<Issue> find(String id) {
        return issues.find(List.of(id)).next().filter(issue -> !issue.isDeleted());
    }

    /** Those of these ids that there are, in any order. */
    public Flux<Issue> find(Collection<String> ids) {
        return issues.find(ids).filter(issue -> !issue.isDeleted());
    }

    /**
     * What is wanted of an issue.
     *
     * @param status null: as it is
     * @param assigns whether somebody or nobody is to have it in hand
     */
    public record Wish(
            @Nullable IssueStatus status,
            boolean assigns,
            @Nullable String assignee) {

        Issue apply(Issue issue, Instant when, Actor actor) {
            Issue after = status == null ? issue : issue.set(status, when, actor);
            if (!assigns) {
                return after;
            }
            Issue assigned = after.assign(assignee, when, actor);
            return assigned.rev() == after.rev() ? after : assigned.at(issue.rev() + 1);
        }
    }

    /** Changes an issue; empty where there is none. */
    public Mono<Issue> change(String id, Wish wish, Actor actor) {
        Instant now = now();
        return change(id, issue -> wish.apply(issue, now, actor));
    }

    /** Says something of an issue; empty where there is none. */
    public Mono<Comment> comment(String id, String text, Actor actor) {
        Comment comment = new Comment(UUID.randomUUID().toString(), id, actor.username(), text, now());
        return find(id).flatMap(issue -> comments.insert(List.of(comment)))
                .flatMap(inserted -> change(id, issue -> issue.commented(comment.at(), actor)))
                .map(issue -> comment);
    }

    /** Makes an issue as if it had never been; empty where there is none. */
    public Mono<Issue> delete(String id, Instant when, Actor actor) {
        return change(id, issue -> issue.delete(when, actor));
    }

    private Mono<Issue> change(String id, UnaryOperator<Issue> change) {
        return find(id).flatMap(before -> {
                    Issue after = change.apply(before);
                    return after.rev() == before.rev() ? Mono.just(before) : replaced(after);
                })
                .retryWhen(Retry.max(TRIES).filter(SomebodyElseException.class::isInstance))
                .onErrorMap(
                        failure -> reactor.core.Exceptions.isRetryExhausted(failure),
                        failure -> new StoreUnavailableException("somebody else keeps writing the issue", failure))
                .flatMap(this::announce);
    }

    private Mono<Issue> replaced(Issue after) {
        return issues.replace(List.of(after))
                .flatMap(refused -> refused.isEmpty() ? Mono.just(after) : Mono.error(new SomebodyElseException()));
    }

    /** Publishes what an issue has to announce; where that fails, it stays announced until the next try. */
    public Mono<Issue> announce(Issue issue) {
        if (issue.announcements().isEmpty()) {
            return Mono.just(issue);
        }
        return publish(issue.announcements())
                .then(Mono.defer(() -> forget(issue)))
                .onErrorResume(
                        failure -> failure instanceof UnavailableException
                                || failure instanceof StoreUnavailableException
                                || failure instanceof java.util.concurrent.TimeoutException,
                        failure -> {
                            LOG.info("Changes of issue {} are announced later: {}", issue.id(), failure.toString());
                            return Mono.just(issue);
                        });
    }

    private Mono<Issue> forget(Issue issue) {
        Set<String> published =
                issue.announcements().stream().map(Announcement::id).collect(Collectors.toSet());
        Issue after = issue.announced(published);
        return issues.replace(List.of(after)).map(refused -> refused.isEmpty() ? after : issue);
    }

    /** Publishes in this order. */
    public Mono<Void> publish(List<Announcement> announcements) {
        return Flux.fromIterable(announcements)
                .concatMap(announcement -> Mono.fromFuture(() -> publisher.publish(
                        announcement.topic(),
                        announcement.key(),
                        announcement.event().getBytes(StandardCharsets.UTF_8))))
                .then()
                .timeout(PUBLISH_WITHIN);
    }

    /** As it is stored: in milliseconds. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The document is not the one that was read any more. */
    private static final class SomebodyElseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SomebodyElseException() {
            super(null, null, false, false);
        }
    }
}
