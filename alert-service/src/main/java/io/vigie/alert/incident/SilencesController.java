package io.vigie.alert.incident;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vigie.alert.access.Asker;
import io.vigie.alert.incident.Silence.Selector;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/v1/silences}: operators make them; who is limited to some clubs silences those alone. In force at once
 * where they are written, and within five seconds in other instances.
 */
@RestController
final class SilencesController {

    private static final int MOST = 1000;
    private static final int MOST_NAMES = 1000;
    private static final int LONGEST_COMMENT = 1024;
    private static final int TRIES = 5;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final StateStore<Silence> store;
    private final RepeatingJob silencesJob;
    private final Clock clock;

    SilencesController(StateStore<Silence> store, RepeatingJob silencesJob, Clock clock) {
        this.store = store;
        this.silencesJob = silencesJob;
        this.clock = clock;
    }

    /** What somebody sends; the others of {@link Shown} may stand there, too. */
    @JsonIgnoreProperties({"id", "createdBy", "createdAt", "active"})
    record Wanted(
            @Nullable List<@Nullable String> sites,
            @Nullable List<@Nullable String> clubs,
            @Nullable List<@Nullable String> types,
            @Nullable List<@Nullable String> rules,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String comment) {

        Silence checked(Identity.Person who, Instant createdAt, Instant now) {
            List<FieldError> errors = new ArrayList<>();
            Selector selector = new Selector(
                    names(errors, "sites", sites),
                    names(errors, "clubs", clubs),
                    names(errors, "types", types),
                    names(errors, "rules", rules));
            Instant start = startsAt == null ? now : startsAt;
            if (endsAt == null || !endsAt.isAfter(start) || !endsAt.isAfter(now)) {
                errors.add(new FieldError("endsAt", "must be after startsAt and in the future"));
            } else if (endsAt.isAfter(now.plus(LONGEST))) {
                errors.add(new FieldError("endsAt", "must be at most 366 days from now"));
            }
            if (comment != null && comment.length() > LONGEST_COMMENT) {
                errors.add(new FieldError("comment", "must have at most " + LONGEST_COMMENT + " characters"));
            }
            if (!errors.isEmpty()) {
                throw new ProblemException("The silence is not valid", errors);
            }
            mustMayChange(who, selector);
            return new Silence(
                    selector,
                    start,
                    Objects.requireNonNull(endsAt),
                    comment == null ? "" : comment,
                    who.subject(),
                    createdAt,
                    false,
                    List.of());
        }

        private static Set<String> names(
                List<FieldError> errors, String field, @Nullable List<@Nullable String> names) {
            List<String> good = new ArrayList<>();
            for (String name : names == null ? List.<@Nullable String>of() : names) {
                if (name != null && !name.isBlank() && name.length() <= 256) {
                    good.add(name);
                }
            }
            if (names != null && (good.size() != names.size() || good.size() > MOST_NAMES)) {
                errors.add(new FieldError(field, "must be at most " + MOST_NAMES + " names of 1 to 256 characters"));
            }
            return Set.copyOf(good);
        }
    }

    /** As it is shown. */
    record Shown(
            String id,
            Set<String> sites,
            Set<String> clubs,
            Set<String> types,
            Set<String> rules,
            Instant startsAt,
            Instant endsAt,
            String comment,
            String createdBy,
            Instant createdAt,
            boolean active) {

        static Shown of(String id, Silence silence, Instant now) {
            Selector selector = silence.selector();
            return new Shown(
                    id,
                    selector.sites(),
                    selector.clubs(),
                    selector.types(),
                    selector.rules(),
                    silence.startsAt(),
                    silence.endsAt(),
                    silence.comment(),
                    silence.createdBy(),
                    silence.createdAt(),
                    silence.isActive(now));
        }
    }

    @GetMapping("/api/v1/silences")
    Mono<List<Shown>> list(ServerWebExchange exchange) {
        Identity asker = Asker.reader(exchange);
        Instant now = clock.instant();
        return store.all()
                .filter(stored -> !stored.state().deleted() && maySee(asker, stored.state()))
                .map(stored -> Shown.of(stored.id(), stored.state(), now))
                .sort(Comparator.comparing(Shown::endsAt).reversed().thenComparing(Shown::id))
                .collectList();
    }

    @PostMapping("/api/v1/silences")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Shown> create(@RequestBody Wanted wanted, ServerWebExchange exchange) {
        Identity.Person who = Asker.operator(exchange);
        Instant now = clock.instant();
        String id = UUID.randomUUID().toString();
        Silence silence = noting(wanted.checked(who, now, now), who, "created", id, now);
        return store.all()
                .filter(stored -> !stored.state().deleted())
                .count()
                .flatMap(count -> count >= MOST
                        ? Mono.error(new ProblemException(
                                ProblemCode.RESOURCE_EXHAUSTED, "At most " + MOST + " silences are allowed"))
                        : written(Stored.first(id, Origin.NONE, silence)))
                .thenReturn(Shown.of(id, silence, now));
    }

    @PutMapping("/api/v1/silences/{id}")
    Mono<Shown> change(@PathVariable String id, @RequestBody Wanted wanted, ServerWebExchange exchange) {
        Identity.Person who = Asker.operator(exchange);
        Instant now = clock.instant();
        return replace(
                        who,
                        id,
                        TRIES,
                        old -> noting(wanted.checked(who, old.createdAt(), now), who, "changed", id, now))
                .map(silence -> Shown.of(id, silence, now));
    }

    /** Ends it: what it held back is told. */
    @DeleteMapping("/api/v1/silences/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id, ServerWebExchange exchange) {
        Identity.Person who = Asker.operator(exchange);
        Instant now = clock.instant();
        return replace(who, id, TRIES, old -> {
                    Silence deleted = new Silence(
                            old.selector(),
                            old.startsAt(),
                            old.endsAt(),
                            old.comment(),
                            old.createdBy(),
                            old.createdAt(),
                            true,
                            old.outbox());
                    return noting(deleted, who, "deleted", id, now);
                })
                .then();
    }

    /** Again where it was changed meanwhile: the job that tells of changes does. */
    private Mono<Silence> replace(Identity.Person who, String id, int tries, UnaryOperator<Silence> how) {
        if (tries == 0) {
            return Mono.error(ProblemException.retry(
                    ProblemCode.UNAVAILABLE, "Others change this silence at the same time", Duration.ofSeconds(1)));
        }
        return present(who, id)
                .map(stored -> stored.next(how.apply(stored.state())))
                .flatMap(next -> written(next)
                        .flatMap(written -> written ? Mono.just(next.state()) : replace(who, id, tries - 1, how)));
    }

    private Mono<Boolean> written(Stored<Silence> silence) {
        return store.replace(silence).doFinally(end -> silencesJob.soon());
    }

    private Mono<Stored<Silence>> present(Identity.Person who, String id) {
        return store.find(id)
                .filter(stored -> !stored.state().deleted() && maySee(who, stored.state()))
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such silence")))
                .doOnNext(stored -> mustMayChange(who, stored.state().selector()));
    }

    private static Silence noting(Silence silence, Identity.Person who, String action, String id, Instant now) {
        List<Outgoing> outbox = new ArrayList<>(silence.outbox());
        Map<String, Object> changes = Map.of(
                "selector", silence.selector(),
                "startsAt", silence.startsAt(),
                "endsAt", silence.endsAt(),
                "comment", silence.comment());
        outbox.add(Outgoing.audit(who.subject(), action, "silence", id, changes, now));
        return new Silence(
                silence.selector(),
                silence.startsAt(),
                silence.endsAt(),
                silence.comment(),
                silence.createdBy(),
                silence.createdAt(),
                silence.deleted(),
                outbox);
    }

    /** One that may concern a club of theirs. */
    private static boolean maySee(Identity asker, Silence silence) {
        return !(asker instanceof Identity.Person person)
                || person.clubs().isEmpty()
                || silence.selector().clubs().stream().anyMatch(person.clubs()::contains);
    }

    private static void mustMayChange(Identity.Person who, Selector selector) {
        boolean may = who.clubs().isEmpty()
                || !selector.clubs().isEmpty() && who.clubs().containsAll(selector.clubs());
        if (!may) {
            throw new ProblemException(
                    ProblemCode.PERMISSION_DENIED,
                    "clubs: name the ones that the account is limited to, and no others");
        }
    }
}
