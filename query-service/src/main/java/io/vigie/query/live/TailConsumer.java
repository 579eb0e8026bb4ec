package io.vigie.query.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.MetricsRecordReader.Result;
import io.vigie.query.records.RawRecord;
import io.vigie.query.records.Schemas;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows every partition of the topic metrics into the {@link LiveTail}, from where the writer's group has committed. Three
 * threads: one reads records, one asks each 2 s how far the writer is, one reads the stored profiles at the start.
 */
final class TailConsumer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TailConsumer.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);
    private static final Duration LOAD_WITHIN = Duration.ofMinutes(2);
    private static final Duration SCHEMA_WITHIN = Duration.ofSeconds(6);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Messaging messaging;
    private final String writerGroup;
    private final MetricsRecordReader reader;
    private final Schemas schemas;
    private final SourceStore sources;
    private final LiveTail tail;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> polling;
    private volatile List<Thread> threads = List.of();

    TailConsumer(
            Messaging messaging,
            String writerGroup,
            MetricsRecordReader reader,
            Schemas schemas,
            SourceStore sources,
            LiveTail tail) {
        this.messaging = messaging;
        this.writerGroup = writerGroup;
        this.reader = reader;
        this.schemas = schemas;
        this.sources = sources;
        this.tail = tail;
    }

    @Override
    public void start() {
        threads = List.of(
                Thread.ofPlatform().daemon().name("live-tail").start(this::followUntilStopped),
                Thread.ofVirtual().name("live-tail-stored").start(this::askUntilStopped),
                Thread.ofVirtual().name("live-tail-sources").start(this::loadUntilDone));
    }

    private void followUntilStopped() {
        Troubles troubles = new Troubles("The live tail can't follow " + Topic.METRICS.topicName());
        try {
            awaitTopics();
            while (!stopping()) {
                try (Consumer<String, byte[]> consumer = messaging.reader()) {
                    polling = consumer;
                    follow(consumer, troubles);
                } catch (WakeupException e) {
                    LOG.trace("woken up to stop");
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException | UnavailableException e) {
                    troubles.tell(e);
                    stop.await(TRY_AGAIN.toMillis(), MILLISECONDS);
                } finally {
                    polling = null;
                }
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTopics() throws InterruptedException {
        CompletableFuture<Void> ready = messaging.topics().ready();
        while (!stopping() && !ready.isDone()) {
            try {
                ready.get(POLL.toMillis(), MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.trace("the topics are not there yet");
            } catch (ExecutionException e) {
                throw new IllegalStateException("the catalogue does not fail", e);
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer, Troubles troubles)
            throws UnavailableException, InterruptedException {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.METRICS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        tail.restart(messaging.topics().topicId(Topic.METRICS).toString());
        consumer.assign(partitions);
        begin(consumer, partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        while (!stopping()) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty() && !tail.isCaughtUp()) {
                tail.caughtUp();
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> record : records) {
                accept(record);
            }
            troubles.over();
        }
    }

    private void begin(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) throws UnavailableException {
        Map<Integer, Long> committed = messaging.topics().committed(writerGroup, Topic.METRICS);
        for (TopicPartition partition : partitions) {
            Long offset = committed.get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
                tail.stored(partition.partition(), offset);
            }
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            RawRecord raw = RawRecord.of(record);
            Result result = reader.read(raw);
            if (result instanceof Result.UnknownSchema) {
                awaitSchemas();
                result = reader.read(raw);
            }
            if (result instanceof Result.Read(var metrics)) {
                tail.accept(raw, metrics);
            }
        } catch (InvalidRecordException e) {
            LOG.debug("The record at {}-{} is left out, the writer buries it", record.partition(), record.offset(), e);
        }
    }

    private void awaitSchemas() throws InterruptedException {
        try {
            schemas.caughtUp().get(SCHEMA_WITHIN.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The topic of schemas can't be read to its end", e);
        }
    }

    private void askUntilStopped() {
        Troubles troubles = new Troubles("It is not known how far the writer is");
        try {
            while (!stop.await(ASK_EVERY.toMillis(), MILLISECONDS)) {
                try {
                    messaging.topics().committed(writerGroup, Topic.METRICS).forEach(tail::stored);
                    troubles.over();
                } catch (UnavailableException e) {
                    troubles.tell(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loadUntilDone() {
        Troubles troubles = new Troubles("The stored sources can't be read");
        try {
            do {
                try {
                    List<StoredSource> stored = sources.all().collectList().block(LOAD_WITHIN);
                    tail.loaded(stored == null ? List.of() : stored);
                    troubles.over();
                    return;
                } catch (StoreUnavailableException | IllegalStateException e) {
                    // The latter where it took too long.
                    troubles.tell(e);
                }
            } while (!stop.await(TRY_AGAIN.toMillis(), MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says once that something is wrong, and once that it is over. */
    private static final class Troubles {
        private final String what;
        private boolean told;

        Troubles(String what) {
            this.what = what;
        }

        void tell(Exception cause) {
            if (!told) {
                told = true;
                LOG.warn("{}, trying again each second: {}", what, cause.toString());
            }
        }

        void over() {
            if (told) {
                told = false;
                LOG.info("{}: this is over", what);
            }
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    @Override
    public void stop() {
        stop.countDown();
        Consumer<String, byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            for (Thread thread : threads) {
                if (!thread.join(STOP_WITHIN)) {
                    LOG.warn("{} did not stop within {} s", thread.getName(), STOP_WITHIN.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads = List.of();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    /** After topics and schemas, before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
