package io.vigie.ingest.stream;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.ServerMessage;
import java.util.Optional;

/** {@code vigie.agent.v1.AgentService}, as gRPC sees it. */
final class AgentEndpoint implements BindableService {

    private final AgentStreams streams;

    AgentEndpoint(AgentStreams streams) {
        this.streams = streams;
    }

    @Override
    public ServerServiceDefinition bindService() {
        MethodDescriptor<AgentMessage, ServerMessage> declared = AgentServiceGrpc.getConnectMethod();
        MethodDescriptor<Received, ServerMessage> connect = declared.toBuilder(
                        new LenientMarshaller(), declared.getResponseMarshaller())
                .build();
        return ServerInterceptors.intercept(
                ServerServiceDefinition.builder(AgentServiceGrpc.SERVICE_NAME)
                        .addMethod(connect, ServerCalls.asyncBidiStreamingCall(this::connect))
                        .build(),
                new CredentialInterceptor());
    }

    private StreamObserver<Received> connect(StreamObserver<ServerMessage> out) {
        AgentStream stream = new AgentStream((ServerCallStreamObserver<ServerMessage>) out, streams);
        streams.add(stream);
        stream.authenticate(Optional.ofNullable(CredentialInterceptor.API_KEY.get()));
        return stream;
    }
}
