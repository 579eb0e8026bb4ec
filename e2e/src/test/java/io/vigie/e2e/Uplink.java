package io.vigie.e2e;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One stream of one source with one column, {@link #METRIC}. */
final class Uplink extends ClientCall.Listener<ServerMessage> implements AutoCloseable {

    static final String METRIC = "test.sequence";

    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final List<Column> COLUMNS = List.of(Column.newBuilder()
            .setName(METRIC)
            .setUnit("1")
            .setKind(MetricKind.METRIC_KIND_GAUGE)
            .build());
    private static final ByteString SCHEMA = SchemaId.of(COLUMNS);
    private static final ServerMessage END = ServerMessage.getDefaultInstance();

    private final ManagedChannel channel;
    private final ClientCall<AgentMessage, ServerMessage> call;
    private final BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
    private volatile @Nullable Status status;

    private Uplink(int port, String key, String source) {
        channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
        call = channel.newCall(AgentServiceGrpc.getConnectMethod(), CallOptions.DEFAULT);
        Metadata headers = new Metadata();
        headers.put(API_KEY, key);
        call.start(this, headers);
        call.request(1);
        send(AgentMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setSource(source)
                        .setKind(SourceKind.SOURCE_KIND_DEVICE)
                        .setEpoch(1))
                .build());
    }

    /** Says hello and does not wait for the answer. */
    static Uplink open(int port, String key, String source) {
        return new Uplink(port, key, source);
    }

    /** Waits for Welcome, then declares the schema; false when the stream ended instead. */
    boolean begin() throws InterruptedException {
        ServerMessage first = messages.poll(10, TimeUnit.SECONDS);
        if (first == null || !first.hasWelcome()) {
            return false;
        }
        send(AgentMessage.newBuilder()
                .setSchema(Schema.newBuilder().setId(SCHEMA).addAllColumns(COLUMNS))
                .build());
        return true;
    }

    /** Sends one value. */
    void send(long seq, long time, double value) {
        send(seq, new FrameEncoder(SCHEMA, 1, time).set(0, 0, value).build());
    }

    void send(long seq, Frame frame) {
        send(AgentMessage.newBuilder()
                .setFrame(SequencedFrame.newBuilder().setSeq(seq).setFrame(frame))
                .build());
    }

    void send(AgentMessage message) {
        call.sendMessage(message);
    }

    /** The next acknowledgement; null when the stream ended or nothing came in time. */
    @Nullable
    Ack nextAck(Duration timeout) throws InterruptedException {
        ServerMessage message = messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return message != null && message.hasAck() ? message.getAck() : null;
    }

    /** How the stream ended; null while it is open. */
    @Nullable
    Status status() {
        return status;
    }

    @Override
    public void onMessage(ServerMessage message) {
        messages.add(message);
        call.request(1);
    }

    @Override
    public void onClose(Status end, Metadata trailers) {
        status = end;
        messages.add(END);
    }

    @Override
    public void close() {
        call.cancel("closed by the test", null);
        channel.shutdownNow();
    }
}
