package io.vigie.error.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.error.events.Level;
import io.vigie.error.events.Occurrence;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.errors.v1.ErrorEvent;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of the topic {@code vigie.errors}, held to the limits of their contract. */
final class ErrorRecordReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final int LONGEST_SERVICE = 100;
    private static final int LONGEST_MESSAGE = 8_192;
    private static final int LONGEST_STACK = 65_536;
    private static final int LONGEST_PATH = 2_048;
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_METADATA = 262_144;

    /** The end of the year 9999: what can be written as RFC 3339. */
    private static final long LAST_MILLISECOND = 253_402_300_799_999L;

    private ErrorRecordReader() {}

    static Occurrence read(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        ErrorEvent event = parse(record.value());
        if (!event.getService().equals(record.key())) {
            throw new InvalidRecordException("service: is not the record's key");
        }
        if (event.getService().isBlank()) {
            throw new InvalidRecordException("service: must not be blank");
        }
        if (!ID.matcher(event.getId()).matches()) {
            throw new InvalidRecordException("id: must have 1 to 128 characters of [A-Za-z0-9_-]");
        }
        if (event.getReceivedAt() <= 0 || event.getReceivedAt() > LAST_MILLISECOND) {
            throw new InvalidRecordException("received_at: must be milliseconds since the epoch");
        }
        limit("service", event.getService(), 1, LONGEST_SERVICE);
        limit("message", event.getMessage(), event.getStack().isEmpty() ? 1 : 0, LONGEST_MESSAGE);
        limit("stack", event.getStack(), 0, LONGEST_STACK);
        limit("path", event.getPath(), 0, LONGEST_PATH);
        limit("method", event.getMethod(), 0, LONGEST_METHOD);
        limit("metadata", event.getMetadata(), 0, LONGEST_METADATA);
        return new Occurrence(
                event.getService(),
                event.getId(),
                Instant.ofEpochMilli(event.getReceivedAt()),
                level(event),
                event.getMessage(),
                event.getStack(),
                orNull(event.getPath()),
                orNull(event.getMethod()),
                orNull(event.getMetadata()));
    }

    private static ErrorEvent parse(byte @Nullable [] value) throws InvalidRecordException {
        if (value == null) {
            throw new InvalidRecordException("the record is empty");
        }
        try {
            return ErrorEvent.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("not an ErrorEvent", e);
        }
    }

    private static void limit(String field, String value, int least, int most) throws InvalidRecordException {
        if (value.length() < least || value.length() > most) {
            throw new InvalidRecordException(
                    field + ": must have " + least + " to " + most + " characters, it has " + value.length());
        }
    }

    private static Level level(ErrorEvent event) throws InvalidRecordException {
        return switch (event.getLevel()) {
            case LEVEL_DEBUG -> Level.DEBUG;
            case LEVEL_INFO -> Level.INFO;
            case LEVEL_WARNING -> Level.WARNING;
            case LEVEL_UNSPECIFIED, LEVEL_ERROR -> Level.ERROR;
            case LEVEL_CRITICAL -> Level.CRITICAL;
            case LEVEL_FATAL -> Level.FATAL;
            case UNRECOGNIZED -> throw new InvalidRecordException("level: " + event.getLevelValue() + " is not known");
        };
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
