package io.vigie.ingest.key;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.ApiKey;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the gateway publishes it.
 *
 * @param service of a service key: what it belongs to
 * @param source of an agent key: the source that it may write
 */
record KnownKey(
        String id,
        long version,
        boolean deleted,
        boolean active,
        KeyKind kind,
        String prefix,
        ByteString sha256,
        String service,
        Set<String> scopes,
        String source) {

    /** A record of the topic, unless a newer one is known: two gateways may overtake each other. */
    static KnownKey read(String id, byte[] bytes, @Nullable KnownKey current) throws InvalidRecordException {
        try {
            ApiKeyRecord key = ApiKeyRecord.parseFrom(bytes);
            if (current != null && key.getVersion() < current.version()) {
                return current;
            }
            return new KnownKey(
                    id,
                    key.getVersion(),
                    key.getDeleted(),
                    key.getActive(),
                    key.getKind(),
                    key.getPrefix(),
                    key.getSha256(),
                    key.getService(),
                    Set.copyOf(key.getScopesList()),
                    key.getSource());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("not an ApiKeyRecord", e);
        }
    }

    boolean isValid() {
        return active && !deleted;
    }

    boolean matches(ApiKey key) {
        return key.matches(sha256.toByteArray());
    }

    /** Whether no other key may write this key's source. A key that is only switched off still holds it. */
    boolean claims() {
        return kind == KeyKind.KEY_KIND_AGENT && !deleted && !source.isEmpty();
    }
}
