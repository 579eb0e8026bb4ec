package io.vigie.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReferencePublisherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemory store = new InMemory();
    private final List<String> published = new ArrayList<>();
    private boolean kafkaIsAway;
    private Instant now = Instant.EPOCH;
    private final ReferencePublisher publisher =
            new ReferencePublisher(Topic.API_KEYS, store, (topic, key, value) -> publish(key), () -> now);

    private CompletableFuture<Void> publish(String key) {
        if (kafkaIsAway) {
            return CompletableFuture.failedFuture(new UnavailableException("away", new IllegalStateException()));
        }
        published.add(key + "@" + store.documents.get(key));
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void whatIsWrittenAfterTheJobLookedIsPublishedThoughTheWriterCouldNot() {
        store.documents.put("k", 1L);
        store.announcements.add(new Announcement("k", 2));
        publisher.publishAnnounced().block(PATIENCE);
        store.documents.put("k", 2L);
        kafkaIsAway = true;
        publisher.publishSoon(store.record("k")).block(PATIENCE);
        kafkaIsAway = false;
        publisher.publishAnnounced().block(PATIENCE);
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
        assertThat(store.announcements).hasSize(1);
    }

    /** Documents by their versions alone. */
    private static final class InMemory implements ReferenceStore {

        private final Map<String, Long> documents = new ConcurrentHashMap<>();
        private final Set<Announcement> announcements = new LinkedHashSet<>();

        ReferenceRecord record(String key) {
            long version = Objects.requireNonNull(documents.get(key));
            return new ReferenceRecord(key, version, Long.toString(version).getBytes(StandardCharsets.UTF_8));
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
        public Mono<Void> forget(Announcement announcement) {
            return Mono.fromRunnable(() -> announcements.remove(announcement));
        }
    }
}
