package io.vigie.agent.uplink;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.Rejection;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.agent.v1.Welcome;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server over real TCP that writes down what it gets and misbehaves as a test wants. */
public final class TestServer implements AutoCloseable {

    private static final Context.Key<String> KEY = Context.key("key");

    public final List<Hello> hellos = new CopyOnWriteArrayList<>();
    public final List<Schema> schemas = new CopyOnWriteArrayList<>();
    public final List<SequencedFrame> frames = new CopyOnWriteArrayList<>();
    public final List<String> keys = new CopyOnWriteArrayList<>();
    public final List<Long> connectedAt = new CopyOnWriteArrayList<>();
    public final AtomicInteger heartbeats = new AtomicInteger();

    /** Whether a frame is acknowledged. */
    public volatile boolean acknowledging = true;

    /** How many frames a stream takes before it breaks; the acknowledgement of its last one is lost. */
    public volatile int framesUntilBreak = Integer.MAX_VALUE;

    /** Refuses streams with this. */
    public volatile com.google.rpc.@Nullable Status refusal;

    /** Rejects this frame for good. */
    public volatile long rejectedSeq = -1;

    /** Ends the stream at this frame. */
    public volatile long breachSeq = -1;

    /** Ends the stream at a schema of so many columns. */
    public volatile int breachColumns = -1;

    /** Says nothing at all. */
    public volatile boolean silent;

    public volatile long serverTime;
    public volatile int windowFrames = 32;

    private final Server server;
    private volatile @Nullable StreamObserver<ServerMessage> current;

    public TestServer(long serverTime) throws IOException {
        this(serverTime, 0);
    }

    public TestServer(long serverTime, int port) throws IOException {
        this(serverTime, port, InsecureServerCredentials.create());
    }

    public TestServer(long serverTime, int port, ServerCredentials credentials) throws IOException {
        this.serverTime = serverTime;
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
                .addService(new Service())
                .intercept(new KeyReader())
                .permitKeepAliveTime(15, TimeUnit.SECONDS)
                .build()
                .start();
    }

    public int port() {
        return server.getPort();
    }

    /** Acknowledges on the present stream. */
    public void acknowledge(long epoch, long upToSeq) {
        StreamObserver<ServerMessage> to = current;
        if (to != null) {
            to.onNext(ServerMessage.newBuilder()
                    .setAck(Ack.newBuilder().setEpoch(epoch).setUpToSeq(upToSeq))
                    .build());
        }
    }

    /** A refusal that says when to come again. */
    public static com.google.rpc.Status refusal(Code code, int retrySeconds) {
        return com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage("come again later")
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(retrySeconds))
                        .build()))
                .build();
    }

    @Override
    public void close() {
        try {
            server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class KeyReader implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            String key = headers.get(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER));
            return Contexts.interceptCall(Context.current().withValue(KEY, String.valueOf(key)), call, headers, next);
        }
    }

    private final class Service extends AgentServiceGrpc.AgentServiceImplBase {
        @Override
        public StreamObserver<AgentMessage> connect(StreamObserver<ServerMessage> out) {
            connectedAt.add(System.nanoTime());
            keys.add(KEY.get());
            com.google.rpc.Status refuse = refusal;
            if (refuse != null) {
                out.onError(StatusProto.toStatusException(refuse));
            }
            current = out;
            return new Stream(out, refuse != null);
        }
    }

    private final class Stream implements StreamObserver<AgentMessage> {
        private final StreamObserver<ServerMessage> out;
        private long epoch;
        private int taken;
        private int declared;
        private boolean ended;

        Stream(StreamObserver<ServerMessage> out, boolean ended) {
            this.out = out;
            this.ended = ended;
        }

        @Override
        public void onNext(AgentMessage message) {
            if (ended || silent) {
                return;
            }
            switch (message.getMessageCase()) {
                case HELLO -> welcome(message.getHello());
                case SCHEMA -> declare(message.getSchema());
                case FRAME -> take(message.getFrame());
                case HEARTBEAT -> heartbeats.incrementAndGet();
                case MESSAGE_NOT_SET -> throw new AssertionError("an empty message");
            }
        }

        private void welcome(Hello hello) {
            hellos.add(hello);
            epoch = hello.getEpoch();
            out.onNext(ServerMessage.newBuilder()
                    .setWelcome(Welcome.newBuilder()
                            .setServerTime(serverTime)
                            .setWindowFrames(windowFrames)
                            .setWindowBytes(4 << 20)
                            .setMaxFrameBytes(1 << 20))
                    .build());
        }

        private void declare(Schema schema) {
            schemas.add(schema);
            if (schema.getColumnsCount() == breachColumns) {
                breach("schema: at most 3 bytes are allowed");
            }
            if (++declared > 64) {
                throw new AssertionError("more than 64 schemas on one stream");
            }
        }

        private void take(SequencedFrame frame) {
            if (ended) {
                return;
            }
            frames.add(frame);
            if (frame.getSeq() == breachSeq) {
                breach("frame.seq: is not liked");
            } else if (++taken >= framesUntilBreak) {
                ended = true;
                out.onError(StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                        .setCode(Code.UNAVAILABLE_VALUE)
                        .build()));
            } else if (acknowledging) {
                out.onNext(ServerMessage.newBuilder().setAck(ackOf(frame)).build());
            }
        }

        private void breach(String detail) {
            ended = true;
            out.onError(StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                    .setCode(Code.INVALID_ARGUMENT_VALUE)
                    .setMessage(detail)
                    .build()));
        }

        private Ack ackOf(SequencedFrame frame) {
            Ack.Builder ack = Ack.newBuilder()
                    .setEpoch(frame.getEpoch() == 0 ? epoch : frame.getEpoch())
                    .setUpToSeq(frame.getSeq());
            if (frame.getSeq() == rejectedSeq) {
                ack.addRejected(Rejection.newBuilder()
                        .setSeq(rejectedSeq)
                        .setCode("unknown_schema")
                        .setDetail("schema_id: not declared"));
            }
            return ack.build();
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
            out.onCompleted();
        }
    }
}
