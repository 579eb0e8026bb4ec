package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Answers when a reader has read everything that was there at the moment of the question. One question is open at a time and
 * those that come meanwhile share the next one: any number of them costs the broker one request after another.
 */
final class CatchUp {

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Function<Set<TopicPartition>, CompletionStage<Map<TopicPartition, Long>>> ends;
    private Map<TopicPartition, Long> positions = Map.of();
    private @Nullable CompletableFuture<Void> open;
    private @Nullable Map<TopicPartition, Long> awaited;
    private @Nullable CompletableFuture<Void> next;

    /** Asks elsewhere where the partitions end: the reader's own connection is busy waiting for records. */
    CatchUp(Function<Set<TopicPartition>, CompletionStage<Map<TopicPartition, Long>>> ends) {
        this.ends = ends;
    }

    /** Fails after 5 s. What depends on it runs on a thread of its own. */
    CompletableFuture<Void> ask() {
        CompletableFuture<Void> answer;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
            }
            answer = next;
        }
        openNext();
        return answer.copy().orTimeout(ANSWER_WITHIN.toMillis(), MILLISECONDS);
    }

    private void openNext() {
        CompletableFuture<Void> question;
        synchronized (this) {
            if (open != null || next == null) {
                return;
            }
            question = next;
            open = question;
            next = null;
        }
        question.orTimeout(ANSWER_WITHIN.toMillis(), MILLISECONDS).whenComplete((done, error) -> {
            synchronized (this) {
                open = null;
                awaited = null;
            }
            openNext();
        });
        askForEnds();
    }

    private void askForEnds() {
        CompletableFuture<Void> question;
        Set<TopicPartition> partitions;
        synchronized (this) {
            question = open;
            partitions = positions.keySet();
        }
        if (question == null || partitions.isEmpty()) {
            return;
        }
        ends.apply(partitions).whenComplete((answer, error) -> {
            if (error != null) {
                question.completeExceptionally(error);
            } else {
                await(question, answer);
            }
        });
    }

    private void await(CompletableFuture<Void> question, Map<TopicPartition, Long> answer) {
        synchronized (this) {
            if (open != question) {
                return;
            }
            awaited = answer;
        }
        answerWhatIsRead();
    }

    /** Everything before these offsets has been read, of all partitions; a reader begins with saying so of their first ones. */
    void read(Map<TopicPartition, Long> offsets) {
        boolean first;
        synchronized (this) {
            first = positions.isEmpty();
            positions = Map.copyOf(offsets);
        }
        if (first) {
            askForEnds();
        }
        answerWhatIsRead();
    }

    private void answerWhatIsRead() {
        CompletableFuture<Void> question;
        synchronized (this) {
            question = open;
            if (question == null || awaited == null || !isPast(positions, awaited)) {
                return;
            }
        }
        Thread.ofVirtual().name("caught-up").start(() -> question.complete(null));
    }

    /** Whether these positions are at or behind the ends. */
    static boolean isPast(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
