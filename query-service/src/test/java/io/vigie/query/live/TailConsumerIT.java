package io.vigie.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.MessagingConfiguration;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.TestRecords;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import io.vigie.testkit.servers.RealKafka;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class TailConsumerIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Schema CPU = TestRecords.schema("cpu");

    private final String id = "tail-" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestRecords records = new TestRecords().know(CPU);
    private final LiveTail tail = new LiveTail(records.reader(), new LiveSettings(DataSize.ofMegabytes(8), 100_000));
    private final AnnotationConfigApplicationContext kafka = new AnnotationConfigApplicationContext();
    private TailConsumer consumer;

    /** Nothing is stored. */
    private static final class NoSources implements SourceStore {

        @Override
        public Flux<StoredSource> find(Collection<String> ids) {
            return Flux.empty();
        }

        @Override
        public Flux<StoredSource> all() {
            return Flux.empty();
        }

        @Override
        public Flux<Known> ids() {
            return Flux.empty();
        }

        @Override
        public Mono<Set<String>> replace(List<StoredSource> sources) {
            return Mono.just(Set.of());
        }
    }

    @BeforeEach
    void start() {
        kafka.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "kafka", Map.of("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers())));
        kafka.register(MessagingConfiguration.class);
        kafka.refresh();
        consumer = new TailConsumer(
                kafka.getBean(Messaging.class),
                id,
                new TailReader(new MetricsRecordReader(records), records, meters),
                new NoSources(),
                tail);
    }

    @AfterEach
    void stop() {
        consumer.stop();
        kafka.close();
    }

    @Test
    void aListenerThatFailsMakesAnswersPartialUntilEverythingHasBeenReadAgain() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        tail.listen(record -> {
            if (record.source().equals(id) && failing.get()) {
                throw new IllegalStateException("a fault of the listener");
            }
        });
        consumer.start();
        await().atMost(LONG).until(tail::isCaughtUp);

        publish(TestRecords.samples(id, CPU, 1_000, 1, 1_000).toByteArray());
        await().atMost(LONG).until(() -> !tail.isCaughtUp());
        assertThat(tail.snapshot(id).partial()).isTrue();
        assertThat(new LiveHealthIndicator(tail).health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        failing.set(false);
        await().atMost(LONG).until(tail::isCaughtUp);
        assertThat(tail.snapshot(id).records()).hasSize(1);
        assertThat(tail.snapshot(id).partial()).isFalse();
    }

    @Test
    void aRecordThatCanNotBeReadIsLeftOutAndCounted() throws Exception {
        consumer.start();
        await().atMost(LONG).until(tail::isCaughtUp);
        double before = leftOut();

        publish("no protobuf".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        publish(TestRecords.samples(id, CPU, 1_000, 1, 1_000).toByteArray());

        await().atMost(LONG).until(() -> tail.profile(id).isPresent());
        assertThat(leftOut()).isEqualTo(before + 1);
        assertThat(tail.isCaughtUp()).isTrue();
    }

    private double leftOut() {
        return meters.counter("vigie.live.records.left.out").count();
    }

    private void publish(byte[] value) throws Exception {
        RecordPublisher publisher = kafka.getBean(RecordPublisher.class);
        await().atMost(LONG).ignoreExceptions().until(() -> {
            publisher.publish(Topic.METRICS, id, value).get(10, TimeUnit.SECONDS);
            return true;
        });
    }
}
