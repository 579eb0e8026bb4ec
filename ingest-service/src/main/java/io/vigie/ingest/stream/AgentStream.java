package io.vigie.ingest.stream;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vigie.ingest.key.Access;
import io.vigie.ingest.key.Credential;
import io.vigie.ingest.schema.DeclaredSchema;
import io.vigie.ingest.schema.SchemaQuotaException;
import io.vigie.ingest.schema.SchemaRegistry;
import io.vigie.ingest.stream.AckLedger.Ticket;
import io.vigie.proto.ApiKey;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.agent.v1.Welcome;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's stream, from its credential to its end. Asks for one message at a time, and only while its window has room, its
 * acknowledgements are read, and what it waits for (its key, a schema) has come.
 *
 * <p>Calls come from gRPC, from Kafka's producer, from the table of keys and from the sweeper; each takes the stream's lock and
 * none waits.
 */
final class AgentStream implements StreamObserver<Received> {

    /** The most schemas that a stream may declare. */
    static final int MAX_SCHEMAS = 64;

    private static final Duration QUOTA_RETRY = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(AgentStream.class);

    private enum State {
        AUTHENTICATING,
        GREETING,
        OPEN,
        ENDED
    }

    private final ServerCallStreamObserver<ServerMessage> out;
    private final AgentStreams streams;
    private final AckLedger ledger = new AckLedger();
    private final Map<ByteString, DeclaredSchema> schemas = new HashMap<>();
    private final long since;

    private State state = State.AUTHENTICATING;
    private @Nullable Credential credential;
    private @Nullable Greeting greeting;
    /** A message has been asked for and has not come. */
    private boolean asked;

    private boolean schemaPending;
    private boolean heartbeatPending;
    private boolean ackScheduled;
    private boolean halfClosed;
    private boolean draining;
    private boolean stalled;
    private long stalledSince;
    private long droppedBefore;

    /** To be made before the call returns to gRPC. */
    AgentStream(ServerCallStreamObserver<ServerMessage> out, AgentStreams streams) {
        this.out = out;
        this.streams = streams;
        this.since = streams.nanoTime();
        out.disableAutoRequest();
        out.setOnReadyHandler(this::acknowledge);
        out.setOnCancelHandler(this::cancelled);
    }

    /** Begins to listen when the key is known. */
    void authenticate(Optional<ApiKey> key) {
        if (key.isEmpty()) {
            end(Ending.of(
                    Code.UNAUTHENTICATED, "no API key: authorization: Bearer avl_... or x-api-key: avl_... is needed"));
        } else {
            streams.keys().authenticate(key.get()).whenComplete(this::authenticated);
        }
    }

    @SuppressWarnings("NullableOptional") // a future gives null beside its error
    private synchronized void authenticated(@Nullable Optional<Credential> known, @Nullable Throwable error) {
        if (state != State.AUTHENTICATING) {
            return;
        }
        if (error != null || known == null) {
            end(unavailable("the API keys can't be read now"));
        } else if (known.isEmpty()) {
            end(Ending.of(Code.UNAUTHENTICATED, "the API key is unknown, switched off or deleted"));
        } else {
            credential = known.get();
            state = State.GREETING;
            recheck();
            ask();
        }
    }

    /** The keys have changed. */
    synchronized void recheck() {
        if (credential == null || state == State.ENDED) {
            return;
        }
        Access access = greeting == null
                ? streams.keys().check(credential)
                : streams.keys().mayWrite(credential, greeting.source());
        switch (access) {
            case Access.Granted granted -> {}
            case Access.Unauthenticated refused -> end(Ending.of(Code.UNAUTHENTICATED, refused.reason()));
            case Access.Denied denied -> end(Ending.of(Code.PERMISSION_DENIED, denied.reason()));
            case Access.OtherSource other -> end(Ending.of(Code.PERMISSION_DENIED, "hello.source: " + other.reason()));
        }
    }

    @Override
    public synchronized void onNext(Received received) {
        asked = false;
        if (state == State.ENDED || draining) {
            return;
        }
        try {
            switch (received) {
                case Received.Message message -> take(message.message());
                case Received.Garbage garbage -> throw new BreachException(garbage.detail());
            }
        } catch (BreachException e) {
            flushAcks();
            end(e.toEnding());
        }
        ask();
    }

    private void take(AgentMessage message) throws BreachException {
        if ((state == State.GREETING) != message.hasHello()) {
            throw new BreachException("hello: must come first, and once");
        }
        switch (message.getMessageCase()) {
            case HELLO -> greet(message.getHello());
            case SCHEMA -> declare(message.getSchema());
            case FRAME -> take(message.getFrame());
            case HEARTBEAT -> beat();
            case MESSAGE_NOT_SET ->
                throw new BreachException("message: one of hello, schema, frame, heartbeat must be set");
        }
    }

    private void greet(Hello hello) throws BreachException {
        Greeting said = Greeting.of(hello);
        greeting = said;
        recheck();
        if (state == State.ENDED) {
            return;
        }
        state = State.OPEN;
        out.onNext(ServerMessage.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setServerTime(streams.clock().millis())
                        .setWindowFrames(streams.settings().windowFrames())
                        .setWindowBytes(streams.settings().windowBytes().toBytes())
                        .setMaxFrameBytes(StreamSettings.MAX_FRAME_BYTES))
                .build());
        log.debug("{} with {} begins epoch {}", said.source(), credential, said.epoch());
        publish(record(said).setFacts(said.facts())).whenComplete((done, error) -> sent(error));
    }

    private void declare(Schema schema) throws BreachException {
        if (schemas.size() >= MAX_SCHEMAS && !schemas.containsKey(schema.getId())) {
            throw new BreachException("schema: at most " + MAX_SCHEMAS + " are allowed on a stream");
        }
        try {
            SchemaRegistry.Declaration declaration =
                    streams.schemas().declare(greeted().source().value(), schema);
            schemas.put(schema.getId(), declaration.schema());
            schemaPending = true;
            declaration.done().whenComplete((done, error) -> declared(error));
        } catch (InvalidFrameException e) {
            throw new BreachException(String.valueOf(e.getMessage()));
        } catch (SchemaQuotaException e) {
            flushAcks();
            end(Ending.exhausted(String.valueOf(e.getMessage()), QUOTA_RETRY));
        }
    }

    private synchronized void declared(@Nullable Throwable error) {
        schemaPending = false;
        sent(error);
        ask();
    }

    private void take(SequencedFrame message) throws BreachException {
        Greeting said = greeted();
        long epoch = message.getEpoch() == 0 ? said.epoch() : message.getEpoch();
        checkNumbers(said, epoch, message);
        droppedBefore += message.getDroppedBefore();
        try {
            if (isStillDeclared(check(message))) {
                publish(said, epoch, message);
            }
        } catch (InvalidFrameException e) {
            ledger.reject(epoch, message.getSeq(), e.code(), String.valueOf(e.getMessage()));
            streams.meters().rejected(e.code());
            scheduleAck();
        }
    }

    /** Ends the stream where the schema would have to be published again and is not remembered: the next one declares it. */
    private boolean isStillDeclared(DeclaredSchema schema) {
        Optional<DeclaredSchema> renewed = streams.schemas().renew(schema);
        if (renewed.isEmpty()) {
            flushAcks();
            end(unavailable("schema: must be declared again, on a new stream"));
            return false;
        }
        schemas.put(schema.id(), renewed.get());
        return true;
    }

    private void checkNumbers(Greeting said, long epoch, SequencedFrame message) throws BreachException {
        if (epoch < 1 || epoch > said.epoch()) {
            throw new BreachException(
                    "frame.epoch: 1 to that of hello (" + said.epoch() + ") is allowed, it is " + epoch);
        }
        if (message.getSeq() < 1) {
            throw new BreachException("frame.seq: at least 1 is needed, it is " + message.getSeq());
        }
        if (!ledger.isNext(epoch, message.getSeq())) {
            throw new BreachException("frame.seq: must grow, but after " + ledger.last() + " came epoch " + epoch
                    + ", seq " + message.getSeq());
        }
        if (message.getDroppedBefore() < 0) {
            throw new BreachException(
                    "frame.dropped_before: at least 0 is needed, it is " + message.getDroppedBefore());
        }
    }

    private DeclaredSchema check(SequencedFrame message) throws InvalidFrameException {
        if (!message.hasFrame()) {
            throw new InvalidFrameException("missing_frame", "frame.frame: must be set");
        }
        Frame frame = message.getFrame();
        if (frame.getSerializedSize() > StreamSettings.MAX_FRAME_BYTES) {
            throw new InvalidFrameException(
                    "frame_too_large",
                    "frame: at most " + StreamSettings.MAX_FRAME_BYTES + " bytes are allowed, there are "
                            + frame.getSerializedSize());
        }
        DeclaredSchema schema = schemas.get(frame.getSchemaId());
        if (schema == null) {
            throw new InvalidFrameException("unknown_schema", "frame.schema_id: not declared on this stream");
        }
        streams.frames().check(frame, schema.columns());
        return schema;
    }

    private void publish(Greeting said, long epoch, SequencedFrame message) {
        Frame frame = message.getFrame();
        int size = frame.getSerializedSize();
        Ticket ticket = ledger.enter(epoch, message.getSeq(), size);
        streams.meters().taken(size, frame.getIntegersCount() + frame.getDoublesCount(), droppedBefore);
        SourceRecord.Builder record = record(said)
                .setEpoch(epoch)
                .setSeq(message.getSeq())
                .setFrame(frame)
                .setDroppedBefore(droppedBefore);
        droppedBefore = 0;
        publish(record).whenComplete((done, error) -> settled(ticket, error));
    }

    private synchronized void settled(Ticket ticket, @Nullable Throwable error) {
        if (error == null) {
            ledger.settle(ticket);
            streams.meters().acknowledged();
            scheduleAck();
        } else {
            sent(error);
        }
    }

    /** One at a time is enough to say that the source is alive. */
    private void beat() {
        streams.meters().heartbeat();
        if (!heartbeatPending) {
            heartbeatPending = true;
            publish(record(greeted())).whenComplete((done, error) -> beaten(error));
        }
    }

    private synchronized void beaten(@Nullable Throwable error) {
        heartbeatPending = false;
        sent(error);
    }

    private synchronized void sent(@Nullable Throwable error) {
        if (error != null && state != State.ENDED) {
            flushAcks();
            end(unavailable("Kafka does not take records now"));
        }
    }

    private Greeting greeted() {
        if (greeting == null) {
            throw new IllegalStateException("no message is taken before hello");
        }
        return greeting;
    }

    private SourceRecord.Builder record(Greeting said) {
        return SourceRecord.newBuilder()
                .setSource(said.source().value())
                .setKind(said.kind())
                .setReceivedAt(streams.clock().millis());
    }

    private CompletableFuture<Void> publish(SourceRecord.Builder record) {
        return streams.publisher()
                .publish(Topic.METRICS, record.getSource(), record.build().toByteArray());
    }

    /** Several records that Kafka acknowledges together are acknowledged to the agent together. */
    private void scheduleAck() {
        if (!ackScheduled) {
            ackScheduled = true;
            streams.later(this::acknowledge);
        }
    }

    private synchronized void acknowledge() {
        ackScheduled = false;
        flushAcks();
        endIfDone();
        ask();
    }

    private void flushAcks() {
        if (state == State.OPEN && out.isReady()) {
            ledger.takeAcks()
                    .forEach(ack ->
                            out.onNext(ServerMessage.newBuilder().setAck(ack).build()));
        }
    }

    private void ask() {
        StreamSettings settings = streams.settings();
        boolean listens = (state == State.GREETING || state == State.OPEN) && !halfClosed && !draining;
        boolean hasRoom = ledger.frames() < settings.windowFrames()
                && ledger.bytes() < settings.windowBytes().toBytes();
        if (listens && hasRoom && !asked && !schemaPending && out.isReady()) {
            asked = true;
            out.request(1);
        }
    }

    /** The agent has said everything. */
    @Override
    public synchronized void onCompleted() {
        halfClosed = true;
        endIfDone();
    }

    /** The service is about to stop: what has been taken is still acknowledged, nothing more is taken. */
    synchronized void drain() {
        draining = true;
        endIfDone();
    }

    private void endIfDone() {
        if (state == State.ENDED || !ledger.isEmpty()) {
            return;
        }
        if (halfClosed) {
            state = State.ENDED;
            streams.remove(this, Code.OK);
            out.onCompleted();
        } else if (draining) {
            end(unavailable("this instance stops"));
        }
    }

    /** Ends a stream that says nothing, or does not read its acknowledgements. */
    synchronized void sweep() {
        StreamSettings settings = streams.settings();
        long now = streams.nanoTime();
        if (state == State.AUTHENTICATING || state == State.GREETING) {
            if (now - since > settings.helloWithin().toNanos()) {
                end(Ending.of(
                        Code.DEADLINE_EXCEEDED,
                        "hello: must come within " + settings.helloWithin().toSeconds() + " s"));
            }
        } else if (state == State.ENDED || out.isReady()) {
            stalled = false;
        } else if (!stalled) {
            stalled = true;
            stalledSince = now;
        } else if (now - stalledSince > settings.stalledAfter().toNanos()) {
            end(unavailable("the acknowledgements are not read"));
        }
    }

    private Ending unavailable(String detail) {
        return Ending.unavailable(detail, streams.settings().retryAfter());
    }

    private synchronized void end(Ending ending) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        streams.remove(this, ending.code());
        log.debug("{} ends: {} {}", greeting == null ? "a stream" : greeting.source(), ending.code(), ending.detail());
        out.onError(ending.toException());
    }

    @Override
    public void onError(Throwable error) {
        cancelled();
    }

    private synchronized void cancelled() {
        if (state != State.ENDED) {
            state = State.ENDED;
            streams.remove(this, Code.CANCELLED);
        }
    }
}
