package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static io.vigie.ingest.TestAgent.SCHEMA;
import static io.vigie.ingest.TestAgent.frame;
import static io.vigie.ingest.TestAgent.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.vigie.embedded.EmbeddedKafka;
import io.vigie.embedded.FreePorts;
import io.vigie.proto.ApiKey;
import io.vigie.proto.stream.v1.SourceRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAwayIT {

    private final long now = Clock.systemUTC().millis();

    @Test
    void withoutKafkaNothingIsAcknowledgedAndEverybodyIsToldToComeBack(@TempDir Path folder) throws Exception {
        int kafkaPort = FreePorts.find(1).getFirst();
        try (TestIngest ingest = new TestIngest("127.0.0.1:" + kafkaPort, "--vigie.ingest.hello-within=2s");
                CapturedLog log = new CapturedLog()) {
            anyKeyIsToldToComeBack(ingest);

            ApiKey key;
            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, kafkaPort)) {
                key = ingest.serviceKey();
                await().atMost(LONG).until(() -> isWelcome(ingest, key));
                whoSaysNothingIsShownTheDoor(ingest, key);

                TestAgent agent =
                        new TestAgent(ingest.port(), key.reveal()).welcomed("x").declare(SCHEMA);
                agent.frame(1, frame(now)).awaitAck(1);
                kafka.close();
                agent.frame(2, frame(now + 1)).frame(3, frame(now + 2));

                long since = System.nanoTime();
                Status end = agent.awaitEnd();
                System.out.printf(
                        "FIGURE stream ended %d ms after Kafka went away%n", (System.nanoTime() - since) / 1_000_000);
                assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(agent.retryAfter()).contains(Duration.ofSeconds(2));
                assertThat(agent.ackedUpTo(7)).isEqualTo(1);
                agent.close();
                assertThat(readiness(ingest)).isEqualTo(503);
            }
            assertThat(log.complaints())
                    .filteredOn(complaint -> complaint.contains("io.vigie"))
                    .as("said once, without a stack trace")
                    .hasSizeBetween(1, 2)
                    .noneMatch(complaint -> complaint.contains("Exception@"));

            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, kafkaPort)) {
                await().atMost(LONG).until(() -> sendsAgain(ingest, key));
                assertThat(ingest.recordsOf("x"))
                        .filteredOn(SourceRecord::hasFrame)
                        .extracting(SourceRecord::getSeq)
                        .contains(1L, 2L, 3L);
                stoppingAcknowledgesWhatWasTakenAndSendsTheAgentAway(ingest, key);
            }
        }
    }

    private static void anyKeyIsToldToComeBack(TestIngest ingest) throws Exception {
        try (TestAgent early = new TestAgent(ingest.port(), TestIngest.newKey().reveal())) {
            assertThat(early.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(early.retryAfter()).contains(Duration.ofSeconds(2));
        }
    }

    private static void whoSaysNothingIsShownTheDoor(TestIngest ingest, ApiKey key) throws Exception {
        try (TestAgent silent = new TestAgent(ingest.port(), key.reveal())) {
            assertThat(silent.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(silent.awaitEnd().getDescription()).isEqualTo("hello: must come within 2 s");
        }
    }

    private static boolean isWelcome(TestIngest ingest, ApiKey key) {
        try (TestAgent agent = new TestAgent(ingest.port(), key.reveal())) {
            agent.say(hello("x"));
            await().atMost(LONG).until(() -> agent.welcome() || agent.ended.isDone());
            return agent.welcome();
        }
    }

    private boolean sendsAgain(TestIngest ingest, ApiKey key) {
        try (TestAgent agent = new TestAgent(ingest.port(), key.reveal())) {
            agent.say(hello("x")).declare(SCHEMA);
            agent.frame(2, frame(now + 1)).frame(3, frame(now + 2));
            await().atMost(LONG).until(() -> agent.ackedUpTo(7) == 3 || agent.ended.isDone());
            return agent.ackedUpTo(7) == 3;
        }
    }

    private void stoppingAcknowledgesWhatWasTakenAndSendsTheAgentAway(TestIngest ingest, ApiKey key) throws Exception {
        try (TestAgent agent = new TestAgent(ingest.port(), key.reveal())) {
            agent.welcomed("x").declare(SCHEMA).frame(4, frame(now + 3)).awaitAck(4);
            long since = System.nanoTime();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(ingest::close);

            assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(agent.awaitEnd().getDescription()).isEqualTo("this instance stops");
            assertThat(agent.retryAfter()).isPresent();
            closed.join();
            System.out.printf("FIGURE stopped in %d ms%n", (System.nanoTime() - since) / 1_000_000);
        }
    }

    private static int readiness(TestIngest ingest) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + ingest.managementPort() + "/actuator/health/readiness");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
