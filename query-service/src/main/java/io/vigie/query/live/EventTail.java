package io.vigie.query.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.TopicThread;
import io.vigie.messaging.TroubleLog;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * Follows a topic from its end and hands each event to those who are there. Who reads slowly misses the oldest. After a fault of Kafka it
 * goes on where it was; a record that can't be read is left out.
 */
public final class EventTail<T> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);

    private static final int BUFFERED_EVENTS = 256;
    private static final int IN_FLIGHT = 8;
    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Topic topic;
    private final Function<byte[], T> reading;
    private final Scheduler scheduler;
    private final Counter leftOut;
    private final TopicThread follower;
    private final TroubleLog following;
    private final List<FluxSink<T>> readers = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    /**
     * Of a topic that is no reference data.
     *
     * @param reading makes an event of a record's value; what it throws leaves the record out
     * @param scheduler on which readers are told
     */
    public EventTail(
            Messaging messaging,
            Topic topic,
            Function<byte[], T> reading,
            Scheduler scheduler,
            MeterRegistry registry) {
        this.topic = topic;
        this.reading = reading;
        this.scheduler = scheduler;
        this.leftOut = registry.counter("vigie.live.events.left.out", "topic", topic.topicName());
        this.following = new TroubleLog(LOG, "The live tail does not follow " + topic.topicName());
        this.follower = messaging.reader("tail-" + topic.topicName(), this::follow, following::tell);
    }

    /** The events from now on that are wanted. Beyond {@value #BUFFERED_EVENTS} that wait for a slow reader, the oldest are left out. */
    public Flux<T> events(Predicate<T> wanted) {
        return Flux.create(this::join, FluxSink.OverflowStrategy.IGNORE)
                .filter(wanted)
                .onBackpressureBuffer(BUFFERED_EVENTS, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .publishOn(scheduler, IN_FLIGHT);
    }

    private void join(FluxSink<T> reader) {
        readers.add(reader);
        reader.onDispose(() -> readers.remove(reader));
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition);
            if (position == null) {
                consumer.seekToEnd(List.of(partition));
                positions.put(partition, consumer.position(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
        following.over();
        while (!follower.isStopping()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(LONGEST_POLL)) {
                tell(record);
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        if (readers.isEmpty() || record.value() == null) {
            return;
        }
        try {
            T event = reading.apply(record.value());
            readers.forEach(reader -> reader.next(event));
        } catch (RuntimeException e) {
            leftOut.increment();
            LOG.debug("The record at {}-{} of {} is left out", record.partition(), record.offset(), topic, e);
        }
    }

    @Override
    public void start() {
        follower.start();
    }

    @Override
    public void stop() {
        follower.stop(STOP_WITHIN);
    }

    @Override
    public boolean isRunning() {
        return follower.isRunning();
    }

    /** After the topics, before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
