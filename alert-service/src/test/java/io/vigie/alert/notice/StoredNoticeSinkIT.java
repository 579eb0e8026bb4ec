package io.vigie.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredNoticeSinkIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");

    private final String uri = RealMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final StateStore<Delivery> deliveries = new MongoStates(
                    client, Objects.requireNonNull(new ConnectionString(uri).getDatabase()), Duration.ofSeconds(10))
            .open("deliveries", Delivery.class);

    @AfterEach
    void close() {
        client.close();
    }

    private static Notice notice(String id) {
        AlertSnapshot alert = new AlertSnapshot(
                "a.1",
                "cesson-1",
                "CESSON",
                "disk",
                "",
                Level.WARNING,
                new Texts("Espace disque faible: 91% utilisé", "Low disk space: 91% used"),
                "91",
                NOW,
                "disk-full",
                NOW,
                null);
        return new Notice(id, Notice.Kind.FIRING, alert, NOW);
    }

    private static NoticeSink sink(StateStore<Delivery> deliveries, Instant now) {
        return new StoredNoticeSink(deliveries, Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(10));
    }

    private List<Stored<Delivery>> all() {
        return Objects.requireNonNull(deliveries.all().collectList().block(Duration.ofSeconds(30)));
    }

    @Test
    void aNoticeIsPendingAsItWasHandedOver() throws Exception {
        sink(deliveries, NOW).hand(notice("one"));

        assertThat(all()).singleElement().satisfies(stored -> {
            assertThat(stored.id()).isEqualTo("one");
            assertThat(stored.state()).isEqualTo(new Delivery(notice("one"), Delivery.PENDING, NOW));
        });
    }

    @Test
    void theSameNoticeAgainChangesNothing() throws Exception {
        sink(deliveries, NOW).hand(notice("one"));
        sink(deliveries, NOW.plusSeconds(9)).hand(notice("one"));
        sink(deliveries, NOW).hand(notice("two"));

        assertThat(all()).hasSize(2);
        assertThat(all())
                .allSatisfy(stored -> assertThat(stored.state().handedAt()).isEqualTo(NOW));
    }

    @Test
    void anIdTellsAlertBeginAndNumberApart() {
        assertThat(Notice.id("a", NOW, 1)).hasSize(22).isEqualTo(Notice.id("a", NOW, 1));
        assertThat(List.of(
                        Notice.id("a", NOW, 1),
                        Notice.id("b", NOW, 1),
                        Notice.id("a", NOW, 2),
                        Notice.id("a", NOW.plusMillis(1), 1)))
                .doesNotHaveDuplicates();
    }
}
