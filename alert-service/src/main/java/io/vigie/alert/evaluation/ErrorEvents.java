package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.ErrorEvaluation.Event;
import io.vigie.alert.evaluation.ErrorEvaluation.Said;
import io.vigie.messaging.InvalidRecordException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the CloudEvents of the topics error-events and issues. */
final class ErrorEvents {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ErrorEvents() {}

    static Said read(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw new InvalidRecordException("value: must be there");
        }
        try {
            JsonNode event = JSON.readTree(value);
            JsonNode data = event.path("data");
            return new Said(
                    text(data, "service"),
                    kind(text(event, "type")),
                    text(data, "issueId"),
                    text(data, "level"),
                    text(data, "title"),
                    Instant.parse(text(event, "time")).toEpochMilli());
        } catch (JacksonException e) {
            throw new InvalidRecordException("value: is not JSON", e);
        } catch (DateTimeParseException e) {
            throw new InvalidRecordException("time: is not a moment", e);
        }
    }

    private static String text(JsonNode node, String member) throws InvalidRecordException {
        JsonNode value = node.path(member);
        if (!value.isString()) {
            throw new InvalidRecordException(member + ": must be a text");
        }
        return value.asString();
    }

    private static Event kind(String type) {
        return switch (type) {
            case "io.vigie.error.occurred.v1" -> Event.OCCURRED;
            case "io.vigie.issue.created.v1" -> Event.CREATED;
            case "io.vigie.issue.regressed.v1" -> Event.REGRESSED;
            case "io.vigie.issue.resolved.v1",
                    "io.vigie.issue.ignored.v1",
                    "io.vigie.issue.merged.v1",
                    "io.vigie.issue.deleted.v1" -> Event.CLOSED;
            default -> Event.OTHER;
        };
    }
}
