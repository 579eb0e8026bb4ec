package io.vigie.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.audit.AuditTrail;
import io.vigie.gateway.reference.ReferenceStore.Announcement;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReferencePublisherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemory store = new InMemory();
    private final List<String> published = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean kafkaIsAway;
    private boolean auditIsAway;
    private Instant now = Instant.EPOCH;
    private final ReferencePublisher publisher =
            new ReferencePublisher(Topic.API_KEYS, store, this::publish, new AuditTrail(this::publish), () -> now);

    private CompletableFuture<Void> publish(Topic topic, String key, byte @Nullable [] value) {
        if (kafkaIsAway) {
            return away();
        }
        if (topic == Topic.AUDIT) {
            told.add(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8));
            return auditIsAway ? away() : CompletableFuture.completedFuture(null);
        }
        published.add(key + "@" + store.documents.get(key));
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> away() {
        return CompletableFuture.failedFuture(new UnavailableException("away", new IllegalStateException()));
    }

    @Test
    void whatIsWrittenAfterTheJobLookedIsPublishedThoughTheWriterCouldNot() {
        store.documents.put("k", 1L);
        store.announcements.add(new Announcement("k", 2));
        publisher.publishAnnounced().block(PATIENCE);
        store.documents.put("k", 2L);
        kafkaIsAway = true;
        assertThat(publisher.hasUnpublished()).isFalse();
        publisher.publishSoon(store.record("k")).block(PATIENCE);
        assertThat(publisher.hasUnpublished()).isTrue();
        kafkaIsAway = false;
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(publisher.hasUnpublished()).isFalse();
        assertThat(published).containsExactly("k@2");
        assertThat(store.announcements).isEmpty();
    }

    @Test
    void aNewDocumentThatIsWrittenAfterTheJobLookedIsPublishedToo() {
        store.announcements.add(new Announcement("k", 1));
        publisher.publishAnnounced().block(PATIENCE);
        store.documents.put("k", 1L);
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(published).containsExactly("k@1");
        assertThat(store.announcements).isEmpty();
    }

    @Test
    void aLaterVersionSettlesAnEarlierAnnouncement() {
        store.documents.put("k", 3L);
        store.announcements.add(new Announcement("k", 2));
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(published).containsExactly("k@3");
        assertThat(store.announcements).isEmpty();
    }

    @Test
    void anAnnouncementThatNothingFollowedIsForgottenAfterAMinute() {
        store.documents.put("k", 1L);
        store.announcements.add(new Announcement("k", 2));
        store.announcements.add(new Announcement("never", 1));
        publisher.publishAnnounced().block(PATIENCE);
        now = now.plusSeconds(59);
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(store.announcements).hasSize(2);
        now = now.plusSeconds(1);
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(store.announcements).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void anAnnouncementStaysWhileKafkaIsAway() {
        store.documents.put("k", 2L);
        store.announcements.add(new Announcement("k", 2));
        kafkaIsAway = true;
        assertThatThrownBy(() -> publisher.publishAnnounced().block(PATIENCE)).hasMessageContaining("away");
        assertThat(publisher.hasUnpublished()).isTrue();
        assertThat(store.announcements).hasSize(1);
    }

    @Test
    void whatTheAuditTrailMayNotKnowIsToldAgainUnderTheSameId() {
        store.documents.put("k", 1L);
        store.announcements.add(new Announcement("k", 1));
        store.outbox.add(AuditEvent.of(Actor.system("test"), "created", "key", "k", Map.of(), Instant.EPOCH));
        auditIsAway = true;
        publisher.publishSoon(store.record("k")).block(PATIENCE);
        assertThat(published).as("the key itself waits for nothing").containsExactly("k@1");
        assertThat(store.outbox).hasSize(1);
        assertThat(store.announcements).hasSize(1);
        auditIsAway = false;
        publisher.publishAnnounced().block(PATIENCE);
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(store.outbox).isEmpty();
        assertThat(store.announcements).isEmpty();
    }

    /** Documents by their versions alone. */
    private static final class InMemory implements ReferenceStore {

        private final Map<String, Long> documents = new ConcurrentHashMap<>();
        private final Set<Announcement> announcements = new LinkedHashSet<>();
        private final List<AuditEvent> outbox = new ArrayList<>();

        ReferenceRecord record(String key) {
            long version = Objects.requireNonNull(documents.get(key));
            return new ReferenceRecord(
                    key, version, Long.toString(version).getBytes(StandardCharsets.UTF_8), List.copyOf(outbox));
        }

        @Override
        public Mono<ReferenceRecord> current(String key) {
            return documents.containsKey(key) ? Mono.just(record(key)) : Mono.empty();
        }

        @Override
        public Flux<ReferenceRecord> all() {
            return Flux.fromIterable(documents.keySet()).map(this::record);
        }

        @Override
        public Flux<Announcement> unpublished() {
            return Flux.fromIterable(List.copyOf(announcements));
        }

        @Override
        public Mono<Void> told(String key, long version) {
            return Mono.fromRunnable(outbox::clear);
        }

        @Override
        public Mono<Void> forget(Announcement announcement) {
            return Mono.fromRunnable(() -> announcements.remove(announcement));
        }
    }
}
