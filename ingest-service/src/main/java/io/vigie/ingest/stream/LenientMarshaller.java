package io.vigie.ingest.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.vigie.proto.agent.v1.AgentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Hands over what is not a message, so that the stream itself can say so; gRPC's own way is an error of the server. */
final class LenientMarshaller implements Marshaller<Received> {

    private static final String LIMIT = "message: at most " + StreamSettings.MAX_MESSAGE_BYTES + " bytes are allowed";

    @Override
    public InputStream stream(Received received) {
        return switch (received) {
            case Received.Message message -> message.message().toByteString().newInput();
            case Received.Garbage garbage -> InputStream.nullInputStream();
        };
    }

    @Override
    public Received parse(InputStream stream) {
        try {
            if (stream instanceof KnownLength && stream.available() > StreamSettings.MAX_MESSAGE_BYTES) {
                return tooLarge(stream.available());
            }
            AgentMessage message = AgentMessage.parseFrom(stream);
            return message.getSerializedSize() > StreamSettings.MAX_MESSAGE_BYTES
                    ? tooLarge(message.getSerializedSize())
                    : new Received.Message(message);
        } catch (InvalidProtocolBufferException e) {
            return new Received.Garbage("message: not an AgentMessage");
        } catch (StatusRuntimeException e) {
            return new Received.Garbage(LIMIT + ", decompressed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received tooLarge(int bytes) {
        return new Received.Garbage(LIMIT + ", there are " + bytes);
    }
}
