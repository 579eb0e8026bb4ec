package io.vigie.alert.rule;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.alerts.v1.RuleRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rules as they stand on their topic. */
final class RuleRecords {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RuleRecords() {}

    /**
     * The last record of a key.
     *
     * @param rule empty where it was deleted
     */
    record Published(long version, Optional<Rule> rule) {}

    static byte[] write(StoredRule stored) {
        RuleRecord.Builder record = RuleRecord.newBuilder()
                .setId(stored.rule().id())
                .setVersion(stored.rule().version())
                .setDeleted(stored.deleted());
        if (!stored.deleted()) {
            record.setRule(JSON.writeValueAsString(stored.rule()));
        }
        return record.build().toByteArray();
    }

    /** How a record of the topic is read: a lower version changes nothing. */
    static Published read(String key, byte[] value, @Nullable Published current) throws InvalidRecordException {
        try {
            RuleRecord record = RuleRecord.parseFrom(value);
            if (!record.getId().equals(key)) {
                throw new InvalidRecordException("id: is not the key " + key);
            }
            if (current != null && current.version() >= record.getVersion()) {
                return current;
            }
            return new Published(
                    record.getVersion(),
                    record.getDeleted() ? Optional.empty() : Optional.of(JSON.readValue(record.getRule(), Rule.class)));
        } catch (InvalidProtocolBufferException | JacksonException e) {
            throw new InvalidRecordException("value: is not a RuleRecord", e);
        }
    }
}
