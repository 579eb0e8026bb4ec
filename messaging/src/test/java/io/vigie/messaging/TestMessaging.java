package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.testkit.servers.RealKafka;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** One service's messaging against the real broker, started and stopped as a context would. */
final class TestMessaging implements AutoCloseable {

    final KafkaClients clients;
    final KafkaSettings settings;
    final TopicCatalogue catalogue;
    final KafkaRecordPublisher publisher;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Messaging messaging;
    private final Deque<SmartLifecycle> started = new ArrayDeque<>();

    TestMessaging() {
        this(RealKafka.bootstrapServers(), null);
    }

    TestMessaging(String bootstrapServers, @Nullable String instanceId) {
        settings = new KafkaSettings(bootstrapServers, instanceId, false, Duration.ofSeconds(5), Map.of());
        clients = new KafkaClients(settings);
        catalogue = new TopicCatalogue(clients.admin(), false);
        publisher = new KafkaRecordPublisher(clients.producer(), catalogue.ready(), meters);
        messaging = new Messaging(clients, settings, catalogue, publisher, meters);
        start(catalogue);
        start(publisher);
    }

    TestMessaging ready() throws Exception {
        catalogue.ready().get(60, SECONDS);
        await().atMost(Duration.ofSeconds(60)).until(publisher::isOpen);
        return this;
    }

    <T extends SmartLifecycle> T start(T part) {
        part.start();
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        started.forEach(SmartLifecycle::stop);
    }
}
