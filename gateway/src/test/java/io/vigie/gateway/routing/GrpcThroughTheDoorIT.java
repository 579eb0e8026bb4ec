package io.vigie.gateway.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.vigie.gateway.RunningGateway;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.ServerMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcThroughTheDoorIT {

    private static EchoAgents agents;
    private static RunningGateway gateway;
    private ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        agents = new EchoAgents();
        gateway = RunningGateway.with("vigie.gateway.upstreams.ingest-grpc", agents.address())
                .and("server.netty.idle-timeout", "2s")
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        agents.close();
    }

    @BeforeEach
    void connect() {
        agents.metadata.clear();
        agents.cancelled.clear();
        channel = channelTo(gateway);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void messagesOfBothDirectionsPassOneByOne() throws Exception {
        Answers answers = new Answers();
        StreamObserver<AgentMessage> call = AgentServiceGrpc.newStub(channel).connect(answers);
        call.onNext(hello("pi"));
        assertThat(answers.next().hasWelcome()).isTrue();
        for (int seq = 1; seq <= 1_000; seq++) {
            call.onNext(frame(seq));
            assertThat(answers.next().getAck().getUpToSeq()).isEqualTo(seq);
        }
        call.onCompleted();
        assertThat(answers.status()).isEqualTo(Status.OK);
    }

    @Test
    void theCredentialPassesUntouchedAndAForgedIdentityDoesNot() throws Exception {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer avl_x");
        metadata.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), "avl_y");
        metadata.put(Metadata.Key.of("x-vigie-identity", Metadata.ASCII_STRING_MARSHALLER), "forged");
        Answers answers = new Answers();
        StreamObserver<AgentMessage> call = AgentServiceGrpc.newStub(
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)))
                .connect(answers);
        call.onNext(hello("pi"));
        answers.next();
        call.onCompleted();
        Metadata seen = agents.metadata.poll(30, SECONDS);
        assertThat(seen.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("Bearer avl_x");
        assertThat(seen.get(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("avl_y");
        assertThat(seen.containsKey(Metadata.Key.of("x-vigie-identity", Metadata.ASCII_STRING_MARSHALLER)))
                .isFalse();
    }

    @Test
    void aRefusalOfTheServiceKeepsItsDetails() throws Exception {
        Answers answers = new Answers();
        AgentServiceGrpc.newStub(channel).connect(answers).onNext(hello("refused"));
        StatusRuntimeException refusal = answers.error();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("später");
        assertThat(retryAfter(refusal).toSeconds()).isEqualTo(EchoAgents.RETRY_SECONDS);
    }

    @Test
    void aMethodThatNobodyServesIsUnimplemented() throws Exception {
        MethodDescriptor<AgentMessage, ServerMessage> unknown = AgentServiceGrpc.getConnectMethod().toBuilder()
                .setFullMethodName("vigie.agent.v2.Other/Call")
                .build();
        Answers answers = new Answers();
        StreamObserver<AgentMessage> call =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(unknown, CallOptions.DEFAULT), answers);
        call.onNext(hello("pi"));
        assertThat(answers.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aServiceThatIsNotThereIsUnavailableAndSaysWhenToTryAgain() throws Exception {
        try (RunningGateway alone = RunningGateway.with("vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:1")
                .start()) {
            ManagedChannel toNobody = channelTo(alone);
            try {
                for (int i = 0; i < 30; i++) {
                    Answers answers = new Answers();
                    AgentServiceGrpc.newStub(toNobody).connect(answers).onNext(hello("pi"));
                    StatusRuntimeException refusal = answers.error();
                    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(retryAfter(refusal)).isPositive();
                }
            } finally {
                toNobody.shutdownNow();
            }
        }
    }

    @Test
    void anIdleStreamStaysOpenByTheClientsKeepalive() throws Exception {
        ManagedChannel pinging = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .keepAliveTime(1, SECONDS)
                .keepAliveWithoutCalls(true)
                .keepAliveTimeout(10, SECONDS)
                .build();
        try {
            Answers answers = new Answers();
            StreamObserver<AgentMessage> call =
                    AgentServiceGrpc.newStub(pinging).connect(answers);
            call.onNext(hello("pi"));
            answers.next();
            await().during(Duration.ofSeconds(14))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> answers.ends.isEmpty() && agents.cancelled.isEmpty());
            call.onNext(frame(1));
            assertThat(answers.next().getAck().getUpToSeq()).isEqualTo(1);
            call.onCompleted();
        } finally {
            pinging.shutdownNow();
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheCallAtTheService() throws Exception {
        Answers answers = new Answers();
        StreamObserver<AgentMessage> call = AgentServiceGrpc.newStub(channel).connect(answers);
        call.onNext(hello("pi"));
        answers.next();
        channel.shutdownNow();
        assertThat(agents.cancelled.poll(30, SECONDS)).isNotNull();
    }

    @Test
    void aServiceThatDiesEndsTheCallAtTheClient() throws Exception {
        EchoAgents mortal = new EchoAgents();
        try (RunningGateway door = RunningGateway.with("vigie.gateway.upstreams.ingest-grpc", mortal.address())
                .start()) {
            ManagedChannel through = channelTo(door);
            try {
                Answers answers = new Answers();
                StreamObserver<AgentMessage> call =
                        AgentServiceGrpc.newStub(through).connect(answers);
                call.onNext(hello("pi"));
                answers.next();
                mortal.close();
                assertThat(answers.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            } finally {
                through.shutdownNow();
            }
        }
    }

    private static ManagedChannel channelTo(RunningGateway gateway) {
        return NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .build();
    }

    private static Duration retryAfter(StatusRuntimeException refusal) throws Exception {
        com.google.rpc.Status details = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
        assertThat(details.getDetailsCount()).isEqualTo(1);
        com.google.protobuf.Duration delay =
                details.getDetails(0).unpack(RetryInfo.class).getRetryDelay();
        return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
    }

    private static AgentMessage hello(String source) {
        return AgentMessage.newBuilder()
                .setHello(Hello.newBuilder().setSource(source).setEpoch(1))
                .build();
    }

    private static AgentMessage frame(long seq) {
        return AgentMessage.newBuilder()
                .setFrame(SequencedFrame.newBuilder().setSeq(seq))
                .build();
    }

    private static final class Answers implements StreamObserver<ServerMessage> {

        private final BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();

        ServerMessage next() throws InterruptedException {
            ServerMessage message = messages.poll(30, SECONDS);
            assertThat(message).as("answer, or end %s", ends).isNotNull();
            return message;
        }

        StatusRuntimeException error() throws InterruptedException {
            Object end = ends.poll(30, SECONDS);
            assertThat(end).isInstanceOf(StatusRuntimeException.class);
            return (StatusRuntimeException) end;
        }

        Status status() throws InterruptedException {
            Object end = ends.poll(30, SECONDS);
            assertThat(end).as("end").isNotNull();
            return end instanceof Throwable error ? Status.fromThrowable(error) : Status.OK;
        }

        @Override
        public void onNext(ServerMessage message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable error) {
            ends.add(error);
        }

        @Override
        public void onCompleted() {
            ends.add("completed");
        }
    }
}
