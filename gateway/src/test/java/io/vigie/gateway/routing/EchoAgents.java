package io.vigie.gateway.routing;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.ServerMessage;
import io.vigie.proto.agent.v1.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands for the ingest-service: welcomes, acknowledges each frame, and refuses agents called {@code refused}. */
final class EchoAgents extends AgentServiceGrpc.AgentServiceImplBase implements ServerInterceptor, AutoCloseable {

    static final long RETRY_SECONDS = 7;

    final BlockingQueue<Metadata> metadata = new LinkedBlockingQueue<>();
    final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    private final Server server;

    EchoAgents() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .addService(this)
                .intercept(this)
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        metadata.add(headers);
        return next.startCall(call, headers);
    }

    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<ServerMessage> answers) {
        Context.current().addListener(context -> cancelled.add("cancelled"), Runnable::run);
        return new StreamObserver<>() {
            @Override
            public void onNext(AgentMessage message) {
                switch (message.getMessageCase()) {
                    case HELLO -> welcome(message.getHello().getSource());
                    case FRAME ->
                        answers.onNext(ServerMessage.newBuilder()
                                .setAck(Ack.newBuilder()
                                        .setUpToSeq(message.getFrame().getSeq()))
                                .build());
                    case SCHEMA, HEARTBEAT, MESSAGE_NOT_SET -> {}
                }
            }

            private void welcome(String source) {
                if (source.startsWith("refused")) {
                    answers.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                            .setCode(14)
                            .setMessage("später")
                            .addDetails(Any.pack(RetryInfo.newBuilder()
                                    .setRetryDelay(Duration.newBuilder().setSeconds(RETRY_SECONDS))
                                    .build()))
                            .build()));
                } else {
                    answers.onNext(ServerMessage.newBuilder()
                            .setWelcome(Welcome.newBuilder().setWindowFrames(32))
                            .build());
                }
            }

            @Override
            public void onError(Throwable error) {
                // The listener of the context has noted it.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
