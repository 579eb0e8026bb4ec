package io.vigie.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The way to Kafka for a service. What its methods make starts and stops with the context when it is declared as a bean.
 *
 * <p>A service imports {@link MessagingConfiguration}, which makes this and a {@link RecordPublisher}.
 */
public final class Messaging {

    private static final Duration BEYOND_DELIVERY = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final KafkaSettings settings;
    private final TopicCatalogue catalogue;
    private final KafkaRecordPublisher publisher;
    private final MeterRegistry meters;
    private final List<PartitionConsumer> consumers = new CopyOnWriteArrayList<>();
    private final List<ReferenceTable<?>> tables = new CopyOnWriteArrayList<>();

    Messaging(
            KafkaClients clients,
            KafkaSettings settings,
            TopicCatalogue catalogue,
            KafkaRecordPublisher publisher,
            MeterRegistry meters) {
        this.clients = clients;
        this.settings = settings;
        this.catalogue = catalogue;
        this.publisher = publisher;
        this.meters = meters;
    }

    /** A member of the group; a service has one per group. */
    public PartitionConsumer consume(String group, Topic topic, PartitionHandlerFactory handlers) {
        PartitionConsumer consumer = new PartitionConsumer(
                group,
                topic,
                handlers,
                () -> clients.member(group),
                catalogue,
                new KafkaDeadLetters(
                        publisher, topic, group, settings.deliveryTimeout().plus(BEYOND_DELIVERY)),
                new ConsumerMeters(meters, group, topic.topicName()));
        consumers.add(consumer);
        return consumer;
    }

    /** A compacted topic in memory. */
    public <V> ReferenceTable<V> follow(Topic topic, ReferenceFormat<V> format) {
        ReferenceTable<V> table = new ReferenceTable<>(
                topic,
                format,
                clients::reader,
                catalogue.ready(),
                new CatchUp(catalogue::ends),
                meters.counter("vigie.table.records.left.out", "topic", topic.topicName()));
        tables.add(table);
        return table;
    }

    /**
     * A thread with a plain reader, without a group and without commits, for those who follow a topic in a way of their own and
     * start and stop it themselves.
     *
     * @param lost hears from the thread why it begins anew
     */
    public TopicThread reader(String name, TopicThread.Following following, Consumer<Throwable> lost) {
        return new TopicThread(name, catalogue.ready(), clients::reader, Duration.ZERO, following, lost);
    }

    /**
     * Puts the same record on each partition of a topic, whatever its key. It is for signals that concern partitions, not keys; all
     * else goes through {@link RecordPublisher}.
     *
     * @return completes when every partition has it, or exceptionally with {@link UnavailableException}; some may have it then
     */
    public CompletableFuture<Void> publishToEachPartition(Topic topic, String key, byte[] value) {
        return publisher.publishToEachPartition(topic, key, value);
    }

    /** The topics, and when they are there. */
    public TopicCatalogue topics() {
        return catalogue;
    }

    boolean canPublish() {
        return publisher.isOpen();
    }

    boolean publishingFails() {
        return publisher.isFailing();
    }

    List<PartitionConsumer> consumers() {
        return List.copyOf(consumers);
    }

    List<ReferenceTable<?>> tables() {
        return List.copyOf(tables);
    }
}
