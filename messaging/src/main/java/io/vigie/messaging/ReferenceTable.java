package io.vigie.messaging;

import io.micrometer.core.instrument.Counter;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What a compacted topic says, in memory: read from its beginning at start, then followed. For any number of threads.
 *
 * <p>It grows with the topic's number of keys, which its owner bounds.
 *
 * @param <V> an immutable value
 */
public final class ReferenceTable<V> implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReferenceTable.class);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration TELL_AGAIN = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Topic topic;
    private final ReferenceFormat<V> format;
    private final Counter leftOut;
    private final CatchUp catchUp;
    private final TopicThread thread;
    private final TroubleLog connection;
    private final TroubleLog telling;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, Optional<V>>> listeners = new CopyOnWriteArrayList<>();

    /** Keys of an earlier reading that this one has not come by yet. */
    private final Set<String> unread = new HashSet<>();
    /** Keys whose listeners have failed and are told again. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    private volatile boolean complete;
    private volatile boolean connected;

    ReferenceTable(
            Topic topic,
            ReferenceFormat<V> format,
            Supplier<Consumer<String, byte[]>> readers,
            CompletableFuture<Void> topicsReady,
            CatchUp catchUp,
            Counter leftOut) {
        this.topic = topic;
        this.format = format;
        this.leftOut = leftOut;
        this.catchUp = catchUp;
        this.thread = new TopicThread(
                topic.topicName() + "-table", topicsReady, readers, Duration.ZERO, this::follow, this::lost);
        this.connection = new TroubleLog(log, topic.topicName() + " is not followed");
        this.telling = new TroubleLog(log, topic.topicName() + " has a listener that fails");
    }

    /** What stands under the key as far as the topic has been read. */
    public Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Everything that stands there as far as the topic has been read; a copy. */
    public Map<String, V> snapshot() {
        return Map.copyOf(values);
    }

    /** Whether everything has been read that was in the topic at the start; then stays true. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether the topic is being followed, so that changes arrive at once and with every listener. */
    public boolean isConnected() {
        return connected && untold.isEmpty();
    }

    /** The topic that is followed. */
    public Topic topic() {
        return topic;
    }

    /**
     * Completes when everything that was in the topic at this call has been read, or fails with {@link UnavailableException}
     * when that has not happened after 5 s.
     */
    public CompletableFuture<Void> caughtUp() {
        return catchUp.ask()
                .handle((done, error) -> error == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : CompletableFuture.<Void>failedFuture(notRead(error)))
                .thenCompose(result -> result);
    }

    private UnavailableException notRead(Throwable error) {
        return new UnavailableException(topic.topicName() + " can't be read to its end", error);
    }

    /**
     * Calls the listener after each change, with the key and what stands there now; and now for everything that already
     * stands there. Calls come from one thread of the table (the first ones from the caller's), must not wait, and may repeat what
     * was already said. A listener that throws is told of the same key again each second.
     */
    public void onChange(BiConsumer<String, Optional<V>> listener) {
        listeners.add(listener);
        values.forEach((key, value) -> listener.accept(key, Optional.of(value)));
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        unread.addAll(values.keySet());
        while (!thread.isStopping()) {
            Map<TopicPartition, Long> positions =
                    partitions.stream().collect(Collectors.toMap(partition -> partition, consumer::position));
            if (!connected && CatchUp.isPast(positions, ends)) {
                reachedTheEnd();
            }
            catchUp.read(positions);
            consumer.poll(untold.isEmpty() ? LONGEST_POLL : TELL_AGAIN).forEach(this::apply);
            tellAgain();
        }
    }

    /** What is gone from the topic while nobody followed it leaves no record behind. */
    private void reachedTheEnd() {
        unread.forEach(key -> set(key, null));
        unread.clear();
        connected = true;
        complete = true;
        connection.over();
    }

    private void lost(Throwable cause) {
        connected = false;
        connection.tell(cause);
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        if (key == null) {
            leaveOut(record, new InvalidRecordException("it has no key"));
            return;
        }
        unread.remove(key);
        V before = values.get(key);
        V after;
        try {
            after = record.value() == null ? null : format.read(key, record.value(), before);
        } catch (InvalidRecordException | RuntimeException e) {
            leaveOut(record, e);
            return;
        }
        if (!Objects.equals(before, after)) {
            set(key, after);
        }
    }

    private void leaveOut(ConsumerRecord<String, byte[]> record, Exception cause) {
        leftOut.increment();
        boolean expected = cause instanceof InvalidRecordException;
        log.warn(
                "{}: the record at {} is left out: {}",
                topic.topicName(),
                record.offset(),
                cause.getMessage(),
                expected ? null : cause);
    }

    private void set(String key, @Nullable V value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
        tell(key);
    }

    private void tell(String key) {
        Optional<V> value = get(key);
        boolean told = true;
        for (BiConsumer<String, Optional<V>> listener : listeners) {
            try {
                listener.accept(key, value);
            } catch (RuntimeException e) {
                told = false;
                telling.tell(e);
            }
        }
        if (told) {
            untold.remove(key);
        } else {
            untold.add(key);
        }
    }

    private void tellAgain() {
        List.copyOf(untold).forEach(this::tell);
        if (untold.isEmpty()) {
            telling.over();
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop(STOP_WITHIN);
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    /** Before consumers and servers. */
    @Override
    public int getPhase() {
        return Phases.REFERENCE;
    }
}
