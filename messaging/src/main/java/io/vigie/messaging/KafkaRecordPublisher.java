package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes through one idempotent producer with acks=all. A call never waits: where the topics are not known yet or the buffer
 * (32 MiB) is full, the future has failed at once with {@link UnavailableException}.
 */
final class KafkaRecordPublisher implements RecordPublisher, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(KafkaRecordPublisher.class);

    private static final Duration TRY_AGAIN = Duration.ofMillis(50);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final Duration FAILING_FOR = Duration.ofSeconds(10);
    private static final int ENVELOPE_BYTES = 512;

    private final Producer<String, byte[]> producer;
    private final CompletableFuture<Void> topicsReady;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Counter published;
    private final Counter failed;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long failedAt;
    private volatile boolean open;
    private volatile boolean running;

    KafkaRecordPublisher(Producer<String, byte[]> producer, CompletableFuture<Void> topicsReady, MeterRegistry meters) {
        this.producer = producer;
        this.topicsReady = topicsReady;
        this.published = meters.counter("vigie.publisher.records", "outcome", "acknowledged");
        this.failed = meters.counter("vigie.publisher.records", "outcome", "failed");
    }

    @Override
    public CompletableFuture<Void> publish(Topic topic, String key, byte @Nullable [] value) {
        if (value != null && value.length + ENVELOPE_BYTES + 4 * key.length() > Topic.MAX_RECORD_BYTES) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "record: at most " + Topic.MAX_RECORD_BYTES + " bytes are allowed, it has " + value.length));
        }
        return send(new ProducerRecord<>(topic.topicName(), key, value));
    }

    /** One record on each partition of a topic. */
    CompletableFuture<Void> publishToEachPartition(Topic topic, String key, byte[] value) {
        try {
            return CompletableFuture.allOf(producer.partitionsFor(topic.topicName()).stream()
                    .map(info -> send(new ProducerRecord<>(topic.topicName(), info.partition(), key, value)))
                    .toArray(CompletableFuture<?>[]::new));
        } catch (KafkaException | IllegalStateException e) {
            return CompletableFuture.failedFuture(unavailable(e));
        }
    }

    /** Sends a record as it is; used for dead letters, which have headers and may be a little larger. */
    CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        if (!open) {
            failed.increment();
            result.completeExceptionally(unavailable(new TimeoutException("the topics are not known yet")));
            return result;
        }
        try {
            producer.send(record, (metadata, error) -> complete(result, error));
        } catch (KafkaException | IllegalStateException e) {
            complete(result, e);
        }
        return result;
    }

    /** Whether the topics are known, so that records can be sent. */
    boolean isOpen() {
        return open;
    }

    /** Whether the last record failed, and that not long ago: nobody publishes through what is taken for broken. */
    boolean isFailing() {
        return failing.get() && System.nanoTime() - failedAt < FAILING_FOR.toNanos();
    }

    private void complete(CompletableFuture<Void> result, @Nullable Exception error) {
        if (error == null) {
            published.increment();
            if (failing.compareAndSet(true, false)) {
                log.info("Kafka acknowledges records again");
            }
            result.complete(null);
            return;
        }
        failed.increment();
        if (!(error instanceof RecordTooLargeException)) {
            failedAt = System.nanoTime();
            if (failing.compareAndSet(false, true) && running) {
                log.warn("Kafka does not acknowledge records: {}", error.toString());
            }
        }
        result.completeExceptionally(
                error instanceof RecordTooLargeException
                        ? new IllegalArgumentException("record: too large for its topic", error)
                        : unavailable(error));
    }

    private static UnavailableException unavailable(Exception error) {
        return new UnavailableException("Kafka has not acknowledged the record", error);
    }

    @Override
    public void start() {
        running = true;
        topicsReady.thenRunAsync(
                this::learnTopics,
                task -> Thread.ofVirtual().name("kafka-publisher").start(task));
    }

    /** The producer asks for what it does not know in the background, so asking again and again does not wait for long. */
    private void learnTopics() {
        Set<String> unknown = new HashSet<>();
        for (Topic topic : Topic.values()) {
            unknown.add(topic.topicName());
            unknown.add(topic.deadLetterTopicName());
        }
        try {
            do {
                unknown.removeIf(this::isKnown);
                open = unknown.isEmpty();
            } while (!open && !stop.await(TRY_AGAIN.toMillis(), MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKnown(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (TimeoutException e) {
            log.debug("Kafka has not described {} yet", topic);
            return false;
        }
    }

    /** Sends what is buffered, for at most 5 s; what is not acknowledged by then has failed. */
    @Override
    public void stop() {
        open = false;
        running = false;
        stop.countDown();
        producer.close(CLOSE_WITHIN);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.PUBLISHER;
    }
}
