package io.vigie.alert.evaluation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.util.Base64;

/**
 * A signal in an outbox.
 *
 * @param key of the record
 * @param record an {@code IncidentSignal} in base64
 */
public record Signal(String key, String record) {

    static Signal of(IncidentSignal signal) {
        return new Signal(
                signal.getClub().isEmpty() ? signal.getSource() : signal.getClub(),
                Base64.getEncoder().encodeToString(signal.toByteArray()));
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(record);
    }

    /** As it was made. */
    IncidentSignal read() {
        try {
            return IncidentSignal.parseFrom(bytes());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an outbox holds what was put into it", e);
        }
    }
}
