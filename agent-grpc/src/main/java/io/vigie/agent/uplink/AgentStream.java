package io.vigie.agent.uplink;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.vigie.agent.buffer.BufferedFrame;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.buffer.FrameReader;
import io.vigie.agent.buffer.Position;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc.AgentServiceStub;
import io.vigie.proto.agent.v1.Heartbeat;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.Rejection;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.agent.v1.Welcome;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One stream, from Hello to its end. Used on the executor's one thread; what gRPC calls is handed over to it. */
final class AgentStream implements ClientResponseObserver<AgentMessage, ServerMessage> {

    /**
     * Frames were acknowledged.
     *
     * @param rejection why the server refused one of them for good; empty where it stored all
     */
    record Progress(Optional<String> rejection) {}

    /** Who is told. */
    interface Listener {

        void progressed(Progress progress);

        /**
         * The stream is over.
         *
         * @param dropped whether what the server refuses was dropped, so that the next stream gets further
         */
        void ended(AgentStream stream, Throwable failure, boolean dropped);
    }

    private static final System.Logger LOG = System.getLogger(AgentStream.class.getName());
    private static final int USUAL_WINDOW_FRAMES = 32;
    private static final long USUAL_WINDOW_BYTES = 4 << 20;
    private static final int USUAL_FRAME_BYTES = 1 << 20;
    /** The server takes no more on one stream; what an agent measured over a long outage may need more. */
    private static final int MOST_SCHEMAS = 64;
    /** Bytes that a frame may grow by with its date. */
    private static final int DATE_BYTES = 16;

    private final FrameBuffer buffer;
    private final ClockRule clockRule;
    private final ScheduledExecutorService executor;
    private final Duration answerLimit;
    private final Refusals refusals;
    private final Listener listener;
    private final Set<ByteString> declared = new HashSet<>();
    private @Nullable ClientCallStreamObserver<AgentMessage> out;
    private @Nullable Welcomed welcomed;
    private @Nullable BufferedFrame next;
    private @Nullable BufferedFrame lastSent;
    private @Nullable ScheduledFuture<?> watchdog;
    private boolean ended;

    /** What there is from Welcome on. */
    private record Welcomed(FrameReader reader, InFlight inFlight, int mostFrameBytes) {}

    AgentStream(
            FrameBuffer buffer,
            ClockRule clockRule,
            ScheduledExecutorService executor,
            Duration answerLimit,
            Refusals refusals,
            Listener listener) {
        this.buffer = buffer;
        this.clockRule = clockRule;
        this.executor = executor;
        this.answerLimit = answerLimit;
        this.refusals = refusals;
        this.listener = listener;
    }

    void open(AgentServiceStub stub, Hello hello) {
        stub.connect(this).onNext(AgentMessage.newBuilder().setHello(hello).build());
        awaitAnswer();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AgentMessage> call) {
        out = call;
        call.disableAutoRequestWithInitial(1);
        call.setOnReadyHandler(() -> handOver(executor, this::send));
    }

    @Override
    public void onNext(ServerMessage message) {
        handOver(executor, () -> take(message));
    }

    @Override
    public void onError(Throwable failure) {
        handOver(executor, () -> end(failure));
    }

    @Override
    public void onCompleted() {
        handOver(executor, () -> end(unavailable("the server closed the stream")));
    }

    private static void handOver(Executor to, Runnable task) {
        try {
            to.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.TRACE, "The agent is closed already");
        }
    }

    private static Throwable unavailable(String why) {
        return Status.UNAVAILABLE.withDescription(why).asRuntimeException();
    }

    private void take(ServerMessage message) {
        if (ended || out == null) {
            return;
        }
        try {
            if (message.hasWelcome() && welcomed == null) {
                welcome(message.getWelcome());
            } else if (message.hasAck() && welcomed != null) {
                acknowledge(welcomed, message.getAck());
            }
            out.request(1);
            send();
        } catch (IOException e) {
            giveUp("the buffer can't be used: " + Reasons.of(e));
        }
    }

    private void welcome(Welcome welcome) throws IOException {
        stopWaiting();
        clockRule.connected(welcome.getServerTime());
        InFlight inFlight = new InFlight(
                welcome.getWindowFrames() > 0 ? welcome.getWindowFrames() : USUAL_WINDOW_FRAMES,
                welcome.getWindowBytes() > 0 ? welcome.getWindowBytes() : USUAL_WINDOW_BYTES);
        int mostFrameBytes = welcome.getMaxFrameBytes() > 0 ? welcome.getMaxFrameBytes() : USUAL_FRAME_BYTES;
        welcomed = new Welcomed(buffer.reader(), inFlight, mostFrameBytes);
    }

    private void acknowledge(Welcomed state, Ack ack) {
        Optional<String> rejection = rejectionIn(ack);
        rejection.ifPresent(why -> LOG.log(
                Level.WARNING, "The server refused " + ack.getRejectedCount() + " frames for good; the first: " + why));
        Position upTo = state.inFlight.acknowledged(ack.getEpoch(), ack.getUpToSeq());
        if (upTo == null) {
            return;
        }
        buffer.acknowledge(upTo);
        refusals.accepted();
        stopWaiting();
        if (!state.inFlight.isEmpty()) {
            awaitAnswer();
        }
        listener.progressed(new Progress(rejection));
    }

    private static Optional<String> rejectionIn(Ack ack) {
        if (ack.getRejectedCount() == 0) {
            return Optional.empty();
        }
        Rejection first = ack.getRejected(0);
        return Optional.of("seq " + first.getSeq() + ", " + first.getCode() + ": " + first.getDetail());
    }

    /** Sends as much as the window and the connection take. */
    void send() {
        if (ended || welcomed == null || out == null) {
            return;
        }
        try {
            while (out.isReady() && sendNext(welcomed, out)) {
                // one after the other
            }
        } catch (IOException e) {
            giveUp("the buffer can't be used: " + Reasons.of(e));
        }
    }

    private boolean sendNext(Welcomed state, ClientCallStreamObserver<AgentMessage> to) throws IOException {
        BufferedFrame frame = next == null ? state.reader.next() : next;
        next = frame;
        if (frame == null) {
            return false;
        }
        int bytes = frame.frame().getSerializedSize() + DATE_BYTES;
        ByteString schemaId = frame.schema().getId();
        if (bytes > state.mostFrameBytes) {
            next = null;
            drop(state, frame, bytes + " bytes, the server takes at most " + state.mostFrameBytes);
            return true;
        }
        if (refusals.refusesSchema(schemaId)) {
            next = null;
            drop(state, frame, "its columns are refused");
            return true;
        }
        if (refusals.isCareful() && !state.inFlight.isEmpty() || !state.inFlight.hasRoom(bytes)) {
            return false;
        }
        next = null;
        if (declared.size() >= MOST_SCHEMAS && !declared.contains(schemaId)) {
            next = frame;
            if (state.inFlight.isEmpty()) {
                giveUp("a stream may declare only " + MOST_SCHEMAS + " schemas");
            }
            return false;
        }
        if (declared.add(schemaId)) {
            to.onNext(AgentMessage.newBuilder().setSchema(frame.schema()).build());
        }
        to.onNext(AgentMessage.newBuilder().setFrame(sequenced(frame)).build());
        if (state.inFlight.isEmpty()) {
            awaitAnswer();
        }
        state.inFlight.sent(frame.position(), bytes);
        lastSent = frame;
        return true;
    }

    private SequencedFrame sequenced(BufferedFrame frame) throws IOException {
        SequencedFrame.Builder sequenced = SequencedFrame.newBuilder()
                .setSeq(frame.position().seq())
                .setFrame(clockRule.dated(frame))
                .setDroppedBefore(frame.droppedBefore());
        if (frame.position().epoch() != buffer.epoch()) {
            sequenced.setEpoch(frame.position().epoch());
        }
        return sequenced.build();
    }

    private void drop(Welcomed state, BufferedFrame frame, String why) {
        state.reader.discard(frame);
        refusals.dropped(frame.position(), why);
    }

    void heartbeat() {
        if (!ended && welcomed != null && out != null && out.isReady()) {
            out.onNext(AgentMessage.newBuilder()
                    .setHeartbeat(Heartbeat.getDefaultInstance())
                    .build());
        }
    }

    private void awaitAnswer() {
        stopWaiting();
        watchdog = executor.schedule(
                () -> giveUp("no answer within " + answerLimit.toSeconds() + " s"),
                answerLimit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        if (watchdog != null) {
            watchdog.cancel(false);
            watchdog = null;
        }
    }

    private void giveUp(String why) {
        if (!ended && out != null) {
            out.cancel(why, null);
            end(unavailable(why));
        }
    }

    private void end(Throwable failure) {
        if (!ended) {
            boolean dropped = dropRefused(Status.fromThrowable(failure));
            release();
            listener.ended(this, failure, dropped);
        }
    }

    /** Where the server ended the stream because of what was sent: drops it as soon as it is clear which frame that was. */
    private boolean dropRefused(Status status) {
        BufferedFrame suspected = lastSent;
        if (status.getCode() != Status.Code.INVALID_ARGUMENT
                || welcomed == null
                || welcomed.inFlight.isEmpty()
                || suspected == null) {
            return false;
        }
        if (welcomed.inFlight.size() > 1) {
            refusals.suspect();
            return false;
        }
        String why = Reasons.of(status);
        if (String.valueOf(status.getDescription()).startsWith("schema")) {
            refusals.refusedSchema(suspected.schema().getId());
        }
        refusals.suspect();
        drop(welcomed, suspected, why);
        listener.progressed(new Progress(Optional.of(why)));
        return true;
    }

    /** Says goodbye; nothing is told of the end. */
    void close() {
        if (!ended && out != null) {
            release();
            out.onCompleted();
        }
    }

    private void release() {
        ended = true;
        stopWaiting();
        if (welcomed != null) {
            try {
                welcomed.reader.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A file of the buffer can't be closed: " + e.getMessage());
            }
        }
    }
}
