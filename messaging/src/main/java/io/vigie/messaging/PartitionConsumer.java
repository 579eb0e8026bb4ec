package io.vigie.messaging;

import io.vigie.messaging.OwnedPartition.Trouble;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * One member of a consumer group: hands each partition that it owns to a handler, and commits what the handler has stored.
 *
 * <p>One thread polls and handles. While a handler can't go on, its partition is paused and polling goes on, so that the group
 * does not take the others away. Partitions come and go one by one (cooperative rebalancing). What goes wrong is logged once,
 * stands in {@link #troubles()}, and is logged once more when it is over.
 */
public final class PartitionConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PartitionConsumer.class);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration COMMIT_WITHIN = Duration.ofSeconds(5);
    private static final Duration POSITION_WITHIN = Duration.ofSeconds(3);

    /** Everything is committed by then; the broker reads the farewell only when it has answered the last fetch. */
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final String group;
    private final Topic topic;
    private final PartitionHandlerFactory handlers;
    private final TopicCatalogue catalogue;
    private final DeadLetters deadLetters;
    private final ConsumerMeters meters;
    private final TopicThread thread;

    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private volatile Map<String, String> troubles = Map.of();
    private long committedAt = System.nanoTime();

    PartitionConsumer(
            String group,
            Topic topic,
            PartitionHandlerFactory handlers,
            Supplier<Consumer<String, byte[]>> members,
            TopicCatalogue catalogue,
            DeadLetters deadLetters,
            ConsumerMeters meters) {
        this.group = group;
        this.topic = topic;
        this.handlers = handlers;
        this.catalogue = catalogue;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.thread = new TopicThread(
                group + "-consumer", catalogue.ready(), members, CLOSE_WITHIN, this::consume, this::lost);
    }

    /** The group and its topic, for people. */
    public String name() {
        return group + " of " + topic.topicName();
    }

    /** What keeps which partition ({@code "vigie.metrics-2"}, or the topic for all of them) from going on; empty when all is well. */
    public Map<String, String> troubles() {
        return troubles;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void consume(Consumer<String, byte[]> consumer) {
        try {
            consumer.subscribe(Set.of(topic.topicName()), new Rebalances(consumer));
            while (!thread.isStopping()) {
                ConsumerRecords<String, byte[]> records = poll(consumer);
                records.partitions().forEach(partition -> taken(partition).take(records.records(partition)));
                owned.forEach((partition, work) -> advance(consumer, partition, work));
                commitIfDue(consumer);
                observe(consumer);
            }
            release(consumer, Set.copyOf(owned.keySet()));
        } catch (FencedInstanceIdException e) {
            report(Map.of(
                    topic.topicName(),
                    new Trouble("another member has the same vigie.kafka.instance-id: this one has ended", e)));
        } finally {
            owned.forEach(this::abandon);
            owned.clear();
            uncommitted.clear();
            meters.state(0, 0, 0);
        }
    }

    private void lost(Throwable cause) {
        report(Map.of(topic.topicName(), new Trouble(cause.toString(), cause)));
    }

    private ConsumerRecords<String, byte[]> poll(Consumer<String, byte[]> consumer) {
        long nanos = LONGEST_POLL.toNanos();
        for (OwnedPartition work : owned.values()) {
            nanos = Math.min(nanos, work.nanosUntilDue());
        }
        try {
            return consumer.poll(Duration.ofNanos(nanos));
        } catch (WakeupException e) {
            log.debug("{}: woken up to stop", name());
            return ConsumerRecords.empty();
        }
    }

    private OwnedPartition taken(TopicPartition partition) {
        OwnedPartition work = owned.get(partition);
        if (work == null) {
            throw new IllegalStateException("records of " + partition + ", which is not owned");
        }
        return work;
    }

    private void advance(Consumer<String, byte[]> consumer, TopicPartition partition, OwnedPartition work) {
        work.work();
        work.takeRewind().ifPresent(offset -> consumer.seek(partition, offset));
        noteCommittable(partition, work);
        boolean paused = consumer.paused().contains(partition);
        if (work.wantsRecords() && paused) {
            consumer.resume(Set.of(partition));
        } else if (!work.wantsRecords() && !paused) {
            consumer.pause(Set.of(partition));
        }
    }

    private void noteCommittable(TopicPartition partition, OwnedPartition work) {
        work.takeCommittable().ifPresent(offset -> uncommitted.put(partition, new OffsetAndMetadata(offset)));
    }

    private void commitIfDue(Consumer<String, byte[]> consumer) {
        long now = System.nanoTime();
        if (uncommitted.isEmpty() || now - committedAt < COMMIT_EVERY.toNanos()) {
            return;
        }
        committedAt = now;
        consumer.commitAsync(Map.copyOf(uncommitted), (offsets, error) -> {
            if (error != null) {
                meters.commitFailed();
                log.debug("{}: offsets not committed, the next commit includes them", name(), error);
            }
        });
        uncommitted.clear();
    }

    private void observe(Consumer<String, byte[]> consumer) {
        Map<String, Trouble> current = new TreeMap<>();
        owned.forEach(
                (partition, work) -> work.trouble().ifPresent(trouble -> current.put(partition.toString(), trouble)));
        report(current);
        long behind = 0;
        for (TopicPartition partition : owned.keySet()) {
            behind += consumer.currentLag(partition).orElse(0);
        }
        meters.state(owned.size(), current.size(), behind);
    }

    private void report(Map<String, Trouble> current) {
        Map<String, String> before = troubles;
        Map<String, String> now = new TreeMap<>();
        current.forEach((where, trouble) -> now.put(where, trouble.message()));
        if (now.equals(before)) {
            return;
        }
        troubles = Map.copyOf(now);
        current.forEach((where, trouble) -> {
            if (!before.containsKey(where)) {
                Throwable cause = trouble.cause();
                boolean away = cause instanceof UnavailableException || cause instanceof KafkaException;
                log.warn("{}: {} does not go on: {}", name(), where, trouble.message(), away ? null : cause);
            }
        });
        before.keySet().stream()
                .filter(where -> !now.containsKey(where))
                .forEach(where -> log.info("{}: {} goes on", name(), where));
    }

    private void release(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> last = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            OwnedPartition work = owned.remove(partition);
            if (work != null) {
                release(partition, work);
            }
            Optional.ofNullable(uncommitted.remove(partition)).ifPresent(offset -> last.put(partition, offset));
        }
        if (last.isEmpty()) {
            return;
        }
        try {
            commit(consumer, last);
        } catch (KafkaException e) {
            meters.commitFailed();
            log.info(
                    "{}: last offsets not committed, the next owner reads these records again: {}",
                    name(),
                    e.toString());
        }
    }

    private static void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, COMMIT_WITHIN);
        } catch (WakeupException e) {
            // Woken up to stop outside of a poll: meant to end the polling, not this.
            consumer.commitSync(offsets, COMMIT_WITHIN);
        }
    }

    /** A handler that fails here must not keep the other partitions from being written and committed. */
    private void release(TopicPartition partition, OwnedPartition work) {
        try {
            work.release();
            noteCommittable(partition, work);
        } catch (RuntimeException e) {
            log.warn("{}: {} is abandoned, its next owner reads it again from what is committed", name(), partition, e);
            abandon(partition, work);
        }
    }

    private void abandon(TopicPartition partition, OwnedPartition work) {
        try {
            work.abandon();
        } catch (RuntimeException e) {
            log.warn("{}: the handler of {} has failed to drop what it had", name(), partition, e);
        }
    }

    /** Writes and commits what is there, for at most about 10 s. */
    @Override
    public void stop() {
        thread.stop(STOP_WITHIN);
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    /** After what handlers publish to and look up in. */
    @Override
    public int getPhase() {
        return Phases.CONSUMERS;
    }

    /** Called by the client from within its poll. */
    private final class Rebalances implements ConsumerRebalanceListener {

        private final Consumer<String, byte[]> consumer;

        Rebalances(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            for (TopicPartition partition : partitions) {
                owned.put(
                        partition,
                        new OwnedPartition(() -> open(partition), handlers, deadLetters, meters, System::nanoTime));
            }
        }

        private AssignedPartition open(TopicPartition partition) throws UnavailableException {
            try {
                long position = consumer.position(partition, POSITION_WITHIN);
                return new AssignedPartition(catalogue.topicId(topic), partition.partition(), position);
            } catch (org.apache.kafka.common.errors.TimeoutException | WakeupException e) {
                throw new UnavailableException("Kafka does not say where " + partition + " begins", e);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            release(consumer, partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                OwnedPartition work = owned.remove(partition);
                if (work != null) {
                    log.info("{}: {} is lost to another member", name(), partition);
                    abandon(partition, work);
                }
                uncommitted.remove(partition);
            }
        }
    }
}
