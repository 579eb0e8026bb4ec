package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static io.vigie.ingest.TestAgent.SCHEMA;
import static io.vigie.ingest.TestAgent.frame;
import static io.vigie.ingest.TestAgent.hello;
import static io.vigie.ingest.TestAgent.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.Heartbeat;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.testkit.servers.RealKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IngestIT {

    private static TestIngest ingest;
    private static ApiKey anySource;

    private final String source = "cesson " + UUID.randomUUID();
    private final long now = Clock.systemUTC().millis();
    private final java.util.ArrayList<TestAgent> agents = new java.util.ArrayList<>();
    private CapturedLog log;

    @BeforeAll
    static void start() throws Exception {
        ingest = new TestIngest(RealKafka.bootstrapServers());
        await().atMost(LONG).until(() -> status("/actuator/health/readiness") == 200);
        anySource = ingest.serviceKey();
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @BeforeEach
    void listen() {
        log = new CapturedLog();
    }

    @AfterEach
    void nothingInTheLogToFearAndNoSecretEither() {
        agents.forEach(TestAgent::close);
        log.close();
        assertThat(log.complaints()).isEmpty();
        assertThat(log.messages()).noneMatch(message -> message.contains(anySource.reveal()));
    }

    @Test
    void acknowledgesWhatKafkaHasAndTellsTheFactsFirst() throws Exception {
        TestAgent agent = connect(anySource);
        agent.say(hello(source)
                .putLabels("club", "CESSON")
                .putFacts("host.name", "neopro-cesson")
                .setAgentVersion("1.0")
                .setHeartbeatIntervalMs(30_000));
        agent.declare(SCHEMA);
        LongStream.rangeClosed(1, 5).forEach(seq -> agent.frame(seq, frame(now - 1000 * (10 - seq))));
        agent.awaitAck(5);

        List<SourceRecord> records = ingest.recordsOf(source);
        assertThat(records).hasSize(6);
        SourceRecord first = records.getFirst();
        assertThat(first.hasFrame()).isFalse();
        assertThat(first.getFacts().getLabelsMap()).containsEntry("club", "CESSON");
        assertThat(first.getFacts().getHeartbeatIntervalMs()).isEqualTo(30_000);
        assertThat(records.subList(1, 6)).extracting(SourceRecord::getSeq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(records.subList(1, 6)).allSatisfy(record -> {
            assertThat(record.getEpoch()).isEqualTo(7);
            assertThat(record.getReceivedAt()).isBetween(now - 1000, now + 60_000);
            assertThat(record.hasFacts()).isFalse();
        });
        assertThat(ingest.read(Topic.SCHEMAS)).anyMatch(record -> record.key().equals(SchemaId.hex(SCHEMA.getId())));
    }

    @Test
    void aWholeWindowIsAcknowledgedByFewMessages() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).declare(SCHEMA);
        for (long seq = 1; seq <= 500; seq++) {
            agent.frame(seq, frame(now - 1000 + seq));
        }
        long since = System.nanoTime();
        agent.awaitAck(500);

        System.out.printf(
                "FIGURE 500 frames acknowledged in %d ms by %d messages%n",
                (System.nanoTime() - since) / 1_000_000, agent.acks().size());
        assertThat(ingest.recordsOf(source)).hasSize(501);
    }

    @Test
    void aResendIsAcknowledgedAndSoIsWhatAnEarlierStartLeft() throws Exception {
        TestAgent first = connect(anySource).welcomed(source).declare(SCHEMA);
        first.frame(1, frame(now - 5000))
                .frame(2, frame(now - 4000))
                .awaitAck(2)
                .close();

        TestAgent again = connect(anySource);
        again.say(hello(source).setEpoch(8)).declare(SCHEMA);
        again.send(SequencedFrame.newBuilder().setEpoch(7).setSeq(2).setFrame(frame(now - 4000)));
        again.send(SequencedFrame.newBuilder()
                .setEpoch(7)
                .setSeq(9)
                .setDroppedBefore(6)
                .setFrame(frame(now - 3000)));
        again.frame(1, frame(now - 2000));

        await().atMost(LONG).until(() -> again.ackedUpTo(8) == 1);
        assertThat(again.ackedUpTo(7)).isEqualTo(9);
        assertThat(ingest.recordsOf(source))
                .filteredOn(SourceRecord::hasFrame)
                .extracting(record -> record.getEpoch() + "/" + record.getSeq() + "/" + record.getDroppedBefore())
                .containsExactly("7/1/0", "7/2/0", "7/2/0", "7/9/6", "8/1/0");
    }

    @Test
    void aHeartbeatIsARecordWithoutAFrame() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).beat();

        await().atMost(LONG).until(() -> ingest.recordsOf(source).size() == 2);
        SourceRecord beat = ingest.recordsOf(source).getLast();
        assertThat(beat.hasFrame()).isFalse();
        assertThat(beat.hasFacts()).isFalse();
        assertThat(beat.getSeq()).isZero();
        assertThat(beat.getEpoch()).isZero();
        assertThat(agent.acks()).isEmpty();
    }

    @Test
    void anAgentThatHasSaidEverythingGetsItsLastAck() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).declare(SCHEMA);
        agent.frame(1, frame(now)).finish();

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
        assertThat(agent.ackedUpTo(7)).isEqualTo(1);
    }

    static Stream<Arguments> framesThatAreRejected() {
        long time = Clock.systemUTC().millis();
        return Stream.of(
                Arguments.of(
                        "unknown_schema",
                        "frame.schema_id",
                        frame(time).toBuilder()
                                .setSchemaId(ByteString.copyFromUtf8("another"))
                                .build()),
                Arguments.of("timestamp_in_future", "timestamps[0]: at most 10 min ahead", frame(time + 700_000)),
                Arguments.of(
                        "timestamp_too_old",
                        "timestamps[0]: at most 30 d ago",
                        frame(time - Duration.ofDays(31).toMillis())),
                Arguments.of(
                        "bad_timestamp_count",
                        "timestamps",
                        Frame.newBuilder().setSchemaId(SCHEMA.getId()).build()),
                Arguments.of("timestamps_not_increasing", "timestamps[1]", frame(time, time)),
                Arguments.of(
                        "too_many_hours",
                        "timestamps[1]: at most 48 h after timestamps[0] is allowed",
                        frame(time - Duration.ofHours(49).toMillis(), time)),
                Arguments.of(
                        "too_many_columns",
                        "scales",
                        frame(time).toBuilder().addScales(0).build()),
                Arguments.of(
                        "values_do_not_match",
                        "integers",
                        frame(time).toBuilder().addIntegers(3).build()),
                Arguments.of("missing_frame", "frame.frame", null));
    }

    @ParameterizedTest
    @MethodSource("framesThatAreRejected")
    void aFrameThatCannotBeStoredIsRejectedByNameAndTheStreamGoesOn(String code, String field, @Nullable Frame bad)
            throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).declare(SCHEMA);
        agent.frame(1, frame(now));
        SequencedFrame.Builder second = SequencedFrame.newBuilder().setSeq(2);
        agent.send(bad == null ? second : second.setFrame(bad));
        agent.frame(3, frame(now)).awaitAck(3);

        assertThat(agent.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getSeq()).isEqualTo(2);
            assertThat(rejection.getCode()).isEqualTo(code);
            assertThat(rejection.getDetail()).startsWith(field);
        });
        assertThat(ingest.recordsOf(source)).extracting(SourceRecord::getSeq).containsExactly(0L, 1L, 3L);
    }

    static Stream<Arguments> breaches() {
        long time = Clock.systemUTC().millis();
        Column.Builder cpu = Column.newBuilder().setName("cpu");
        return Stream.of(
                breach(
                        "hello: must come first, and once",
                        a -> a.send(AgentMessage.newBuilder()
                                .setHeartbeat(Heartbeat.getDefaultInstance())
                                .build())),
                breach("hello: must come first, and once", a -> a.welcomed("x").say(hello("x"))),
                breach("message: one of hello", a -> a.welcomed("x").send(AgentMessage.getDefaultInstance())),
                breach("hello.source: 1 to 128 characters are allowed, there are 0", a -> a.say(hello(""))),
                breach("hello.source: only letters", a -> a.say(hello("a/b"))),
                breach("hello.epoch: at least 1", a -> a.say(hello("x").setEpoch(0))),
                breach("hello.kind: 0 to 2", a -> a.say(hello("x").setKindValue(9))),
                breach("hello.labels: keys are", a -> a.say(hello("x").putLabels("a b", ""))),
                breach(
                        "hello.labels[a]: at most 256 characters",
                        a -> a.say(hello("x").putLabels("a", "v".repeat(257)))),
                breach(
                        "hello.facts[a]: at most 512 characters",
                        a -> a.say(hello("x").putFacts("a", "v".repeat(513)))),
                breach(
                        "hello.heartbeat_interval_ms: 0 to",
                        a -> a.say(hello("x").setHeartbeatIntervalMs(-1))),
                breach(
                        "schema.columns: 1 to 2000 are allowed, there are 0",
                        a -> a.welcomed("x").declare(schema())),
                breach(
                        "schema.columns[0].name: 1 to 200 of",
                        a -> a.welcomed("x").declare(schema(Column.newBuilder().setName("a b")))),
                breach(
                        "schema.columns[0].unit: at most 32",
                        a -> a.welcomed("x")
                                .declare(schema(Column.newBuilder().setName("a").setUnit("u".repeat(33))))),
                breach(
                        "schema.columns[1]: name and labels",
                        a -> a.welcomed("x").declare(schema(cpu, cpu))),
                breach(
                        "schema.id: must be the first 16 bytes",
                        a -> a.welcomed("x")
                                .declare(Schema.newBuilder().addColumns(cpu).build())),
                breach(
                        "frame.seq: at least 1 is needed, it is 0",
                        a -> a.welcomed("x").frame(0, frame(time))),
                breach(
                        "frame.seq: must grow, but after epoch 7, seq 5 came epoch 7, seq 5",
                        a -> a.welcomed("x")
                                .declare(SCHEMA)
                                .frame(5, frame(time))
                                .frame(5, frame(time))),
                breach(
                        "frame.epoch: 1 to that of hello (7) is allowed, it is 8",
                        a -> a.welcomed("x")
                                .send(SequencedFrame.newBuilder().setEpoch(8).setSeq(1))),
                breach(
                        "frame.dropped_before: at least 0",
                        a -> a.welcomed("x")
                                .send(SequencedFrame.newBuilder().setSeq(1).setDroppedBefore(-1))),
                breach("message: not an AgentMessage", a -> a.bytes(new byte[] {1, 2, 3, (byte) 255})),
                breach("message: not an AgentMessage", a -> a.welcomed("x").bytes(new byte[] {10, 5, 1})));
    }

    private static Arguments breach(String text, Consumer<TestAgent> act) {
        return Arguments.of(text, act);
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void aMessageThatBreaksTheProtocolEndsTheStreamWithItsFieldAndLimit(String text, Consumer<TestAgent> act)
            throws Exception {
        TestAgent agent = connect(anySource);

        act.accept(agent);

        Status end = agent.awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(end.getDescription()).startsWith(text);
    }

    @Test
    void aSourceThatDeclaresTooManyNewSchemasIsToldToWait() throws Exception {
        for (int round = 0; round < 2; round++) {
            TestAgent agent = connect(anySource).welcomed(source);
            for (int i = 0; i < 51; i++) {
                agent.declare(schema(Column.newBuilder().setName("round" + round + "." + i)));
            }
            agent.finish();
            assertThat(agent.awaitEnd().getCode())
                    .isEqualTo(round == 0 ? Status.Code.OK : Status.Code.RESOURCE_EXHAUSTED);
            if (round == 1) {
                assertThat(agent.awaitEnd().getDescription()).startsWith("schema: at most 100 new ones");
                assertThat(agent.retryAfter()).contains(Duration.ofHours(1));
            }
        }
    }

    @Test
    void whatCameBeforeABreachIsAcknowledgedOrSentAgain() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).declare(SCHEMA);
        agent.frame(1, frame(now)).awaitAck(1).bytes(new byte[] {1, 2, 3});

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(agent.ackedUpTo(7)).isEqualTo(1);
    }

    @Test
    void anOversizedMessageIsRefused() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source);
        agent.bytes(new byte[1024 * 1024 + 1]);

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(agent.awaitEnd().getDescription())
                .isEqualTo("message: at most 1048576 bytes are allowed, there are 1048577");
    }

    @Test
    void withoutAKeyOrWithOneThatNobodyKnowsNothingIsSaid() throws Exception {
        assertThat(connect((String) null).awaitEnd())
                .satisfies(end -> assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED))
                .satisfies(end -> assertThat(end.getDescription()).startsWith("no API key"));
        assertThat(connect("avl_short").awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(connect(TestIngest.newKey()).awaitEnd())
                .satisfies(end -> assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED))
                .satisfies(end -> assertThat(end.getDescription()).contains("unknown, switched off or deleted"));
    }

    @Test
    void aKeyThatWasMadeJustNowIsKnown() throws Exception {
        for (int i = 0; i < 5; i++) {
            connect(ingest.serviceKey()).welcomed(source + i);
        }
    }

    @Test
    void eachKindOfKeyMayWriteWhatItsKindAllows() throws Exception {
        ApiKey own = ingest.agentKey(source);
        connect(own).welcomed(source);

        denied(own, source + "-other", "hello.source: this key belongs to another source");
        denied(anySource, source, "hello.source: an agent key has claimed this source");

        ApiKey reader = TestIngest.newKey();
        ingest.publish(TestIngest.record(reader, KeyKind.KEY_KIND_SERVICE).addScopes("read"));
        denied(reader, source + "-free", "the key has not the scope metrics");

        ApiKey fleet = TestIngest.newKey();
        ingest.publish(TestIngest.record(fleet, KeyKind.KEY_KIND_FLEET));
        denied(fleet, source + "-free", "a fleet key enrols agents");
    }

    @Test
    void anEquivalentSpellingOfAClaimedSourceIsClaimedToo() throws Exception {
        String accented = "saint \u00e9tienne " + UUID.randomUUID();
        ingest.agentKey(accented);

        denied(anySource, accented.replace("\u00e9", "e\u0301"), "hello.source: an agent key has claimed this source");
    }

    @Test
    void aKeyThatIsSwitchedOffClosesItsStreamsAndIsRefused() throws Exception {
        ApiKey key = TestIngest.newKey();
        ApiKeyRecord.Builder record =
                TestIngest.record(key, KeyKind.KEY_KIND_SERVICE).addScopes("metrics");
        ingest.publish(record);
        TestAgent agent = connect(key).welcomed(source).declare(SCHEMA);
        agent.frame(1, frame(now)).awaitAck(1);

        long since = System.nanoTime();
        ingest.publish(record.setVersion(2).setActive(false));
        Status end = agent.awaitEnd();
        Duration took = Duration.ofNanos(System.nanoTime() - since);

        System.out.printf("FIGURE a switched-off key's stream closed after %d ms%n", took.toMillis());
        assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(connect(key).awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);

        ingest.publish(record.setVersion(1).setActive(true));
        assertThat(connect(key).awaitEnd().getCode())
                .as("an older record does not bring it back")
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        ingest.publish(record.setVersion(3));
        connect(key).welcomed(source);
    }

    @Test
    void aStreamEndsWhenItsKeyIsRenewed() throws Exception {
        ApiKey key = TestIngest.newKey();
        ApiKeyRecord.Builder record =
                TestIngest.record(key, KeyKind.KEY_KIND_SERVICE).addScopes("metrics");
        ingest.publish(record);
        TestAgent agent = connect(key).welcomed(source);

        ApiKey renewed = TestIngest.newKey();
        ingest.publish(
                record.setVersion(2).setPrefix(renewed.prefix()).setSha256(ByteString.copyFrom(renewed.sha256())));

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(connect(key).awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        connect(renewed).welcomed(source);
    }

    @Test
    void aSourceThatIsClaimedWhileAServiceKeyWritesItIsTheAgentsFromThenOn() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source);

        ApiKey own = ingest.agentKey(source);

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        connect(own).welcomed(source);
    }

    @Test
    void countsWhatItTakesAndWhatItRefuses() throws Exception {
        TestAgent agent = connect(anySource).welcomed(source).declare(SCHEMA);
        agent.frame(1, frame(now)).frame(2, frame(now + 900_000)).awaitAck(2);

        String metrics = get("/actuator/prometheus").body();

        assertThat(metrics).contains("vigie_ingest_frames_total{outcome=\"acknowledged\"}");
        assertThat(metrics).contains("vigie_ingest_frames_rejected_total{code=\"timestamp_in_future\"}");
        assertThat(metrics).contains("vigie_ingest_streams_open");
    }

    private void denied(ApiKey key, String wanted, String text) throws Exception {
        Status end = connect(key).say(hello(wanted)).awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(end.getDescription()).startsWith(text);
    }

    private TestAgent connect(ApiKey key) {
        return connect(key.reveal());
    }

    private TestAgent connect(@Nullable String key) {
        TestAgent agent = new TestAgent(ingest.port(), key);
        agents.add(agent);
        return agent;
    }

    private static int status(String path) throws Exception {
        return get(path).statusCode();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + ingest.managementPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
