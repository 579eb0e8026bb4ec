package io.vigie.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.Heartbeat;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.Rejection;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever it is told to, byte by byte if need be, and remembers what came back. */
final class TestAgent implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);
    static final Schema SCHEMA =
            schema(Column.newBuilder().setName("system.cpu.utilization").setUnit("1"));

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    };

    final List<ServerMessage> received = new CopyOnWriteArrayList<>();
    final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final ManagedChannel channel;
    private final ClientCall<byte[], ServerMessage> call;
    private volatile Metadata trailers = new Metadata();

    TestAgent(int port, @Nullable String key) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        call = open(channel);
        Metadata headers = new Metadata();
        if (key != null) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        }
        call.start(new Listener(), headers);
        call.request(Integer.MAX_VALUE);
    }

    private static ClientCall<byte[], ServerMessage> open(Channel channel) {
        MethodDescriptor<AgentMessage, ServerMessage> method = AgentServiceGrpc.getConnectMethod();
        return channel.newCall(
                method.toBuilder(BYTES, method.getResponseMarshaller()).build(), CallOptions.DEFAULT);
    }

    private final class Listener extends ClientCall.Listener<ServerMessage> {
        @Override
        public void onMessage(ServerMessage message) {
            received.add(message);
        }

        @Override
        public void onClose(Status status, Metadata end) {
            trailers = end;
            ended.complete(status);
        }
    }

    static Schema schema(Column.Builder... columns) {
        Schema.Builder schema = Schema.newBuilder();
        for (Column.Builder column : columns) {
            schema.addColumns(column);
        }
        return schema.setId(SchemaId.of(schema.getColumnsList())).build();
    }

    static Hello.Builder hello(String source) {
        return Hello.newBuilder().setSource(source).setEpoch(7);
    }

    static Frame frame(long... timestamps) {
        FrameEncoder frame = new FrameEncoder(SCHEMA.getId(), 1, timestamps);
        for (int t = 0; t < timestamps.length; t++) {
            frame.set(0, t, 0.42);
        }
        return frame.build();
    }

    TestAgent say(Hello.Builder hello) {
        return send(AgentMessage.newBuilder().setHello(hello).build());
    }

    TestAgent declare(Schema schema) {
        return send(AgentMessage.newBuilder().setSchema(schema).build());
    }

    TestAgent beat() {
        return send(AgentMessage.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build());
    }

    TestAgent frame(long seq, Frame frame) {
        return send(SequencedFrame.newBuilder().setSeq(seq).setFrame(frame));
    }

    TestAgent send(SequencedFrame.Builder frame) {
        return send(AgentMessage.newBuilder().setFrame(frame).build());
    }

    TestAgent send(AgentMessage message) {
        return bytes(message.toByteArray());
    }

    TestAgent bytes(byte[] bytes) {
        call.sendMessage(bytes);
        return this;
    }

    TestAgent finish() {
        call.halfClose();
        return this;
    }

    /** Connects and waits until it is welcome. */
    TestAgent welcomed(String source) {
        say(hello(source));
        await().atMost(LONG).until(() -> welcome() || ended.isDone());
        if (!welcome()) {
            throw new AssertionError("not welcome: " + ended.join());
        }
        return this;
    }

    boolean welcome() {
        return received.stream().anyMatch(ServerMessage::hasWelcome);
    }

    long ackedUpTo(long epoch) {
        return acks().stream()
                .filter(ack -> ack.getEpoch() == epoch)
                .mapToLong(Ack::getUpToSeq)
                .max()
                .orElse(0);
    }

    List<Ack> acks() {
        return received.stream()
                .filter(ServerMessage::hasAck)
                .map(ServerMessage::getAck)
                .toList();
    }

    List<Rejection> rejections() {
        return acks().stream().flatMap(ack -> ack.getRejectedList().stream()).toList();
    }

    TestAgent awaitAck(long seq) {
        await().atMost(LONG).until(() -> ackedUpTo(7) >= seq || ended.isDone());
        if (ackedUpTo(7) < seq) {
            throw new AssertionError("not acknowledged: " + ended.join());
        }
        return this;
    }

    Status awaitEnd() throws Exception {
        return ended.get(LONG.toSeconds(), SECONDS);
    }

    Optional<Duration> retryAfter() throws InvalidProtocolBufferException {
        com.google.rpc.Status status = StatusProto.fromStatusAndTrailers(ended.join(), trailers);
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                return Optional.of(Duration.ofSeconds(
                        detail.unpack(RetryInfo.class).getRetryDelay().getSeconds()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
