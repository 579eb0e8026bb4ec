package io.vigie.error.removal;

import io.vigie.error.events.EventSearch;
import io.vigie.error.events.Occurrence;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.issues.Actor;
import io.vigie.error.issues.Announcement;
import io.vigie.error.issues.HourCounts;
import io.vigie.error.issues.IssueEvents;
import io.vigie.error.issues.IssueKeeping.Kept;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.Issues;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes errors. What is asked for is stored first, so that a deletion that a crash has cut short is finished later; each of its
 * steps may be done again. Guards stay, so that a replay of what is deleted does not bring it back.
 */
public final class Deletions {

    private static final int AT_ONCE = 4;
    private static final int MOST_HOURS = 100_000;

    /** An owner of a partition may still be counting into these. */
    private static final long HOURS_IN_USE = 2;

    private static final int ROUNDS = 8;

    /** What is deleted from. */
    record Places(EventSearch events, Documents<StoredEvent> bodies, IssueSearch search, Kept kept, Issues issues) {}

    private final Documents<Deletion> deletions;
    private final Places places;

    Deletions(Documents<Deletion> deletions, Places places) {
        this.deletions = deletions;
        this.places = places;
    }

    /** Deletes one error, or everything of a service; returns how many bodies there were. */
    public Mono<Long> delete(String service, @Nullable String eventId, Actor actor) {
        Deletion deletion = new Deletion(
                UUID.randomUUID().toString(), service, eventId, places.issues().now(), actor);
        return deletions.insert(List.of(deletion)).flatMap(inserted -> perform(deletion));
    }

    /** Does it, again where it was begun already. */
    public Mono<Long> perform(Deletion deletion) {
        String eventId = deletion.eventId();
        Mono<Long> work = eventId == null
                ? ofService(deletion)
                : places.bodies().delete(List.of(Occurrence.key(deletion.service(), eventId)));
        return work.flatMap(deleted -> places.issues()
                .publish(List.of(audit(deletion)))
                .then(Mono.defer(() -> deletions.delete(List.of(deletion.id()))))
                .thenReturn(deleted));
    }

    private Mono<Long> ofService(Deletion deletion) {
        String service = deletion.service();
        long hour = HourCounts.hourOf(deletion.at());
        return places.search()
                .ofService(service)
                .flatMap(issue -> places.issues().delete(issue.id(), deletion.at(), deletion.actor()), AT_ONCE)
                .then(places.search().deleteHours(hour - HOURS_IN_USE, service))
                .then(empty(places.kept().serviceHours(), true, service, hour))
                .then(empty(places.kept().groupHours(), false, service, hour))
                .then(places.events().deleteOf(service));
    }

    private Mono<Void> empty(Documents<HourCounts> hours, boolean ofServices, String service, long until) {
        Flux<HourCounts> found = ofServices
                ? places.search().serviceHours(until - HOURS_IN_USE, until + 1, service, MOST_HOURS)
                : places.search().groupHours(until - HOURS_IN_USE, until + 1, service, MOST_HOURS);
        return found.filter(hour -> hour.total() > 0)
                .map(HourCounts::emptied)
                .collectList()
                .flatMap(hours::replace)
                .filter(java.util.Set::isEmpty)
                .repeatWhenEmpty(ROUNDS, tries -> tries)
                .onErrorMap(
                        IllegalStateException.class,
                        failure -> new StoreUnavailableException("somebody else keeps counting", failure))
                .then();
    }

    private static Announcement audit(Deletion deletion) {
        String eventId = deletion.eventId();
        return IssueEvents.audit(
                "deletion/" + deletion.id(),
                "deleted",
                eventId == null ? "errors" : "error",
                eventId == null ? deletion.service() : Occurrence.key(deletion.service(), eventId),
                deletion.at(),
                deletion.actor(),
                Map.of());
    }

    /** The deletions that are not done yet, and were asked for before a moment. */
    public interface Pending {

        /** Oldest first. */
        Flux<Deletion> before(Instant moment);
    }
}
