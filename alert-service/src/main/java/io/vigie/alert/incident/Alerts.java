package io.vigie.alert.incident;

import io.vigie.alert.incident.Alert.Acknowledgement;
import io.vigie.alert.rule.Level;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Alerts as people ask for them, and what they do to them. Everybody sees those of their clubs. */
final class Alerts {

    /** How far back one question for ended alerts looks before it answers with what it has. */
    private static final int LOOKED_THROUGH = 5000;

    private static final int TRIES = 5;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Comparator<AlertView> WORST_THEN_NEWEST = Comparator.comparing(AlertView::level)
            .reversed()
            .thenComparing(Comparator.comparing(AlertView::since).reversed())
            .thenComparing(AlertView::alertId);

    private final StateStore<Alert> store;
    private final StateStore<AlertView> history;
    private final AlertMachine machine;
    private final IncidentSettings settings;
    private final Clock clock;

    Alerts(
            StateStore<Alert> store,
            StateStore<AlertView> history,
            AlertMachine machine,
            IncidentSettings settings,
            Clock clock) {
        this.store = store;
        this.history = history;
        this.machine = machine;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Which alerts are asked for; an empty set or null asks for all.
     *
     * @param resolved ended ones, else those that last
     * @param text in site, club, object or message, whatever its case
     * @param after the cursor of the page before
     */
    record Query(
            boolean resolved,
            Set<AlertView.Status> statuses,
            Set<Level> levels,
            Set<String> types,
            Set<String> sites,
            @Nullable String club,
            @Nullable String text,
            int limit,
            @Nullable String after) {

        boolean asksFor(AlertView alert) {
            return (statuses.isEmpty() || statuses.contains(alert.status()))
                    && (levels.isEmpty() || levels.contains(alert.level()))
                    && (types.isEmpty() || types.contains(alert.type()))
                    && (sites.isEmpty() || sites.contains(alert.siteId()))
                    && (club == null || club.equals(alert.clubName()))
                    && (text == null || isIn(alert, text.toLowerCase(Locale.ROOT)));
        }

        private static boolean isIn(AlertView alert, String part) {
            return Stream.of(
                            alert.siteId(),
                            alert.clubName(),
                            alert.object(),
                            alert.message().fr(),
                            alert.message().en())
                    .anyMatch(member ->
                            member != null && member.toLowerCase(Locale.ROOT).contains(part));
        }
    }

    /**
     * A page.
     *
     * @param next null on the last one
     * @param total of all pages; null where they are not counted
     */
    record Page(
            List<AlertView> items,
            @Nullable String next,
            @Nullable Integer total) {}

    /** Those that last and that the asker may see, worst level first, then newest. */
    Mono<List<AlertView>> open(Identity asker) {
        return store.having("episode.open", true)
                .map(stored -> AlertView.of(stored.state()))
                .filter(alert -> maySee(asker, alert))
                .sort(WORST_THEN_NEWEST)
                .collectList();
    }

    private static boolean maySee(Identity asker, AlertView alert) {
        return asker.maySee(Optional.ofNullable(alert.clubName()));
    }

    Mono<Page> find(Identity asker, Query query) {
        return query.resolved() ? findResolved(asker, query) : open(asker).map(all -> page(all, query));
    }

    private static Page page(List<AlertView> all, Query query) {
        List<AlertView> asked = all.stream().filter(query::asksFor).toList();
        int from = 0;
        if (query.after() != null) {
            from = asked.stream().map(AlertView::alertId).toList().indexOf(query.after()) + 1;
            if (from == 0) {
                throw new ProblemException(
                        "The request is not valid",
                        List.of(new FieldError("after", "is not the cursor of a page of this list as it is now")));
            }
        }
        int to = Math.min(asked.size(), from + query.limit());
        return new Page(
                asked.subList(from, to), to < asked.size() ? asked.get(to - 1).alertId() : null, asked.size());
    }

    /** Reads on only until the page is full. */
    private Mono<Page> findResolved(Identity asker, Query query) {
        return Mono.defer(() -> {
            AtomicInteger looked = new AtomicInteger();
            AtomicReference<@Nullable String> last = new AtomicReference<>();
            return history.before(query.after(), LOOKED_THROUGH)
                    .map(Stored::state)
                    .doOnNext(alert -> {
                        looked.incrementAndGet();
                        last.set(alert.historyId());
                    })
                    .filter(alert -> query.asksFor(alert) && maySee(asker, alert))
                    .take(query.limit())
                    .collectList()
                    .map(found -> {
                        boolean more = found.size() == query.limit() || looked.get() == LOOKED_THROUGH;
                        String next =
                                found.size() == query.limit() ? found.getLast().historyId() : last.get();
                        return new Page(found, more ? next : null, null);
                    });
        });
    }

    /** One that the asker may see, whether it lasts or has ended. */
    Mono<AlertView> find(Identity asker, String alertId) {
        return store.find(documentId(alertId))
                .map(stored -> AlertView.of(stored.state()))
                .filter(alert -> alert.alertId().equals(alertId))
                .switchIfEmpty(Mono.defer(
                        () -> history.having("alertId", alertId).next().map(Stored::state)))
                .filter(alert -> maySee(asker, alert))
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no alert of this id")));
    }

    private static String documentId(String alertId) {
        int dot = alertId.indexOf('.');
        return dot < 0 ? alertId : alertId.substring(0, dot);
    }

    Mono<AlertView> acknowledge(Identity.Person who, String alertId, @Nullable Instant until, String comment) {
        Instant now = clock.instant();
        Instant end = until == null ? now.plus(settings.acknowledgeFor()) : until;
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            return Mono.error(new ProblemException(
                    "The request is not valid",
                    List.of(new FieldError("until", "must be in the future, at most 30 days from now"))));
        }
        return change(
                who,
                alertId,
                alert -> machine.acknowledged(
                        alert,
                        new Acknowledgement(
                                who.subject(), now, end, alert.episode().level(), comment)),
                TRIES);
    }

    Mono<AlertView> unacknowledge(Identity.Person who, String alertId) {
        return change(who, alertId, alert -> machine.unacknowledged(alert, who.subject(), clock.instant()), TRIES);
    }

    private Mono<AlertView> change(Identity.Person who, String alertId, UnaryOperator<Alert> how, int tries) {
        if (tries == 0) {
            return Mono.error(ProblemException.retry(
                    ProblemCode.UNAVAILABLE, "Others change this alert at the same time", TRY_AGAIN));
        }
        return present(who, alertId).flatMap(stored -> {
            Alert after = how.apply(stored.state());
            if (after == stored.state()) {
                return Mono.just(AlertView.of(after));
            }
            return store.replace(stored.next(after))
                    .flatMap(
                            written -> written ? Mono.just(AlertView.of(after)) : change(who, alertId, how, tries - 1));
        });
    }

    /** One that lasts and that they may see. */
    private Mono<Stored<Alert>> present(Identity.Person who, String alertId) {
        return store.find(documentId(alertId))
                .filter(stored -> stored.state().episode().open()
                        && stored.state().alertId().equals(alertId)
                        && maySee(who, AlertView.of(stored.state())))
                .switchIfEmpty(Mono.error(() ->
                        new ProblemException(ProblemCode.NOT_FOUND, "There is no alert of this id, or it is over")));
    }
}
