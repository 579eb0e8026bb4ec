package io.vigie.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final List<CompletableFuture<Map<TopicPartition, Long>>> asked = new ArrayList<>();
    private final CatchUp catchUp = new CatchUp(partitions -> {
        asked.add(new CompletableFuture<>());
        return asked.getLast();
    });

    @Test
    void whatHasBeenReadAlreadyIsAnsweredWithoutAnotherRecord() throws Exception {
        read(7);
        CompletableFuture<Void> answer = catchUp.ask();
        assertThat(answer).isNotDone();

        asked.getFirst().complete(Map.of(PARTITION, 7L));

        answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatHasNotBeenReadIsWaitedFor() throws Exception {
        read(6);
        CompletableFuture<Void> answer = catchUp.ask();
        asked.getFirst().complete(Map.of(PARTITION, 8L));
        read(7);
        assertThat(answer).isNotDone();

        read(8);

        answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aQuestionFromBeforeTheReaderHasBegunIsAskedThen() throws Exception {
        CompletableFuture<Void> answer = catchUp.ask();
        assertThat(asked).isEmpty();

        read(0);
        asked.getFirst().complete(Map.of(PARTITION, 0L));

        answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void questionsThatComeMeanwhileShareTheNextOne() throws Exception {
        read(1);
        CompletableFuture<Void> first = catchUp.ask();
        CompletableFuture<Void> second = catchUp.ask();
        CompletableFuture<Void> third = catchUp.ask();
        assertThat(asked).hasSize(1);

        asked.getFirst().complete(Map.of(PARTITION, 1L));
        first.get(30, TimeUnit.SECONDS);
        org.awaitility.Awaitility.await().until(() -> asked.size() == 2);
        assertThat(second).isNotDone();
        asked.getLast().complete(Map.of(PARTITION, 1L));

        second.get(30, TimeUnit.SECONDS);
        third.get(30, TimeUnit.SECONDS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aBrokerThatDoesNotAnswerFailsTheQuestionAndNotTheNextOne() throws Exception {
        read(1);
        CompletableFuture<Void> first = catchUp.ask();
        asked.getFirst().completeExceptionally(new IllegalStateException("no broker"));
        assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS)).hasMessageContaining("no broker");

        CompletableFuture<Void> second = catchUp.ask();
        asked.getLast().complete(Map.of(PARTITION, 1L));

        second.get(30, TimeUnit.SECONDS);
    }

    private void read(long before) {
        catchUp.read(Map.of(PARTITION, before));
    }
}
