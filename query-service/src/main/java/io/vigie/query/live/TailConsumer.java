package io.vigie.query.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vigie.messaging.Messaging;
import io.vigie.messaging.TopicThread;
import io.vigie.messaging.TroubleLog;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows every partition of the topic metrics into the {@link LiveTail}, from where the writer's group has committed. Three
 * threads: one reads records, one asks each 30 s (each 2 s while much is kept) how far the writer is, one reads the stored
 * profiles at the start.
 */
final class TailConsumer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TailConsumer.class);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** The writer writes each minute: seldom is soon enough as long as there is room. */
    private static final int LOOKS_PER_QUESTION = 15;

    private static final Duration LOAD_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Messaging messaging;
    private final String writerGroup;
    private final TailReader reader;
    private final SourceStore sources;
    private final LiveTail tail;
    private final TopicThread follower;
    private final TroubleLog following =
            new TroubleLog(LOG, "The live tail does not follow " + Topic.METRICS.topicName());
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();

    TailConsumer(Messaging messaging, String writerGroup, TailReader reader, SourceStore sources, LiveTail tail) {
        this.messaging = messaging;
        this.writerGroup = writerGroup;
        this.reader = reader;
        this.sources = sources;
        this.tail = tail;
        this.follower = messaging.reader("live-tail", this::follow, this::lost);
    }

    @Override
    public void start() {
        follower.start();
        threads = List.of(
                Thread.ofVirtual().name("live-tail-stored").start(this::askUntilStopped),
                Thread.ofVirtual().name("live-tail-sources").start(this::loadUntilDone));
    }

    private void lost(Throwable cause) {
        tail.interrupted();
        following.tell(cause);
    }

    private void follow(Consumer<String, byte[]> consumer) throws UnavailableException, InterruptedException {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.METRICS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        tail.restart(messaging.topics().topicId(Topic.METRICS).toString());
        consumer.assign(partitions);
        begin(consumer, partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        while (!follower.isStopping()) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty() && !tail.isCaughtUp()) {
                tail.caughtUp();
                following.over();
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(LONGEST_POLL)) {
                accept(record);
            }
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
        reader.read(record).ifPresent(read -> tail.accept(read.raw(), read.metrics()));
    }

    private void askUntilStopped() {
        TroubleLog troubles = new TroubleLog(LOG, "It is not known how far the writer is");
        try {
            for (int look = 1; !stop.await(LOOK_EVERY.toMillis(), MILLISECONDS); look++) {
                if (!tail.isHalfFull() && look % LOOKS_PER_QUESTION != 0) {
                    continue;
                }
                try {
                    messaging.topics().committed(writerGroup, Topic.METRICS).forEach(tail::stored);
                    troubles.over();
                } catch (UnavailableException | RuntimeException e) {
                    troubles.tell(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loadUntilDone() {
        TroubleLog troubles = new TroubleLog(LOG, "The stored sources can't be read");
        try {
            do {
                try {
                    List<StoredSource> stored = sources.all().collectList().block(LOAD_WITHIN);
                    tail.loaded(stored == null ? List.of() : stored);
                    troubles.over();
                    return;
                } catch (RuntimeException e) {
                    troubles.tell(e);
                }
            } while (!stop.await(TRY_AGAIN.toMillis(), MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stop.countDown();
        follower.stop(STOP_WITHIN);
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
