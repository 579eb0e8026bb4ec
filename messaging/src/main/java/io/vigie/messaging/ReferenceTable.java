package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Topic topic;
    private final ReferenceFormat<V> format;
    private final Supplier<Consumer<String, byte[]>> readers;
    private final TopicCatalogue catalogue;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, Optional<V>>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Object lock = new Object();

    private @Nullable CompletableFuture<Void> asked;
    private volatile boolean complete;
    private volatile boolean connected;
    private volatile @Nullable Consumer<String, byte[]> polling;
    private volatile @Nullable Thread thread;

    /** Somebody waits until all of these have been read. */
    private record Waiting(Map<TopicPartition, Long> ends, CompletableFuture<Void> done) {}

    ReferenceTable(
            Topic topic,
            ReferenceFormat<V> format,
            Supplier<Consumer<String, byte[]>> readers,
            TopicCatalogue catalogue) {
        this.topic = topic;
        this.format = format;
        this.readers = readers;
        this.catalogue = catalogue;
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

    /** Whether the topic is being followed, so that changes arrive within about a second. */
    public boolean isConnected() {
        return connected;
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
        CompletableFuture<Void> answer;
        boolean first;
        synchronized (lock) {
            first = asked == null;
            if (asked == null) {
                asked = new CompletableFuture<>();
            }
            answer = asked;
        }
        Consumer<String, byte[]> consumer = polling;
        // Once a question: woken up all the time, the reader would never get an answer, nor a record.
        if (first && consumer != null) {
            consumer.wakeup();
        }
        return answer.copy()
                .orTimeout(ANSWER_WITHIN.toMillis(), MILLISECONDS)
                .handle((done, error) -> error == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : CompletableFuture.<Void>failedFuture(unread(error)))
                .thenCompose(result -> result);
    }

    private UnavailableException unread(Throwable error) {
        return new UnavailableException(topic.topicName() + " can't be read to its end", error);
    }

    /**
     * Calls the listener after each change, with the key and what stands there now; and now for everything that already
     * stands there. Calls come from one thread of the table (the first ones from the caller's), must not wait, and may repeat what was already said.
     */
    public void onChange(BiConsumer<String, Optional<V>> listener) {
        listeners.add(listener);
        values.forEach((key, value) -> listener.accept(key, Optional.of(value)));
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().daemon().name(topic.topicName() + "-table").start(this::run);
    }

    private void run() {
        boolean told = false;
        try {
            awaitTopics();
            while (!stopping()) {
                try (Consumer<String, byte[]> consumer = readers.get()) {
                    polling = consumer;
                    follow(consumer);
                } catch (InterruptException e) {
                    throw e;
                } catch (WakeupException e) {
                    log.trace("{}: woken up", topic.topicName());
                } catch (KafkaException e) {
                    if (!told) {
                        log.warn("{} can't be followed, trying again: {}", topic.topicName(), e.toString());
                        told = true;
                    }
                    stop.await(RECONNECT_AFTER.toMillis(), MILLISECONDS);
                } finally {
                    polling = null;
                    connected = false;
                }
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTopics() throws InterruptedException {
        CompletableFuture<Void> ready = catalogue.ready();
        while (!stopping() && !ready.isDone()) {
            try {
                ready.get(LONGEST_POLL.toMillis(), MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the catalogue does not fail", e);
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Deque<Waiting> waiting = new ArrayDeque<>();
        CompletableFuture<Void> start = new CompletableFuture<>();
        start.thenRun(() -> {
            connected = true;
            complete = true;
        });
        waiting.add(new Waiting(ends(consumer, partitions), start));
        while (!stopping()) {
            try {
                takeQuestion().ifPresent(question -> waiting.add(new Waiting(ends(consumer, partitions), question)));
                waiting.removeIf(waits -> isAnswered(consumer, waits));
                consumer.poll(LONGEST_POLL).forEach(this::apply);
            } catch (WakeupException e) {
                log.trace("{}: woken up", topic.topicName());
            }
        }
    }

    private static Map<TopicPartition, Long> ends(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        while (true) {
            try {
                return new HashMap<>(consumer.endOffsets(partitions, ANSWER_WITHIN));
            } catch (WakeupException e) {
                log.trace("woken up while asking for the ends of {}", partitions);
            }
        }
    }

    private Optional<CompletableFuture<Void>> takeQuestion() {
        synchronized (lock) {
            CompletableFuture<Void> question = asked;
            asked = null;
            return Optional.ofNullable(question);
        }
    }

    private static boolean isAnswered(Consumer<String, byte[]> consumer, Waiting waits) {
        waits.ends().entrySet().removeIf(end -> consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue());
        return waits.ends().isEmpty() && waits.done().complete(null);
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        if (key == null) {
            log.warn("{}: the record at {} has no key and is left out", topic.topicName(), record.offset());
            return;
        }
        V before = values.get(key);
        V after;
        try {
            after = record.value() == null ? null : format.read(key, record.value(), before);
        } catch (InvalidRecordException e) {
            log.warn("{}: the record at {} is left out: {}", topic.topicName(), record.offset(), e.getMessage());
            return;
        }
        if (Objects.equals(before, after)) {
            return;
        }
        if (after == null) {
            values.remove(key);
        } else {
            values.put(key, after);
        }
        listeners.forEach(listener -> listener.accept(key, Optional.ofNullable(after)));
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
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(STOP_WITHIN)) {
                log.warn("{}: did not stop within {} s", topic.topicName(), STOP_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before consumers and servers. */
    @Override
    public int getPhase() {
        return Phases.REFERENCE;
    }
}
