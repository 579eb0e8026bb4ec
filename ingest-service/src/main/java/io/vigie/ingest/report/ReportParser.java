package io.vigie.ingest.report;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonReader;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.proto.errors.v1.Level;
import java.util.Locale;

/** Reads what an application reports: scrubbed first, cut then, so that no half of a secret stays at an edge. */
final class ReportParser {

    private ReportParser() {}

    /**
     * Reads a body.
     *
     * @return the event, without service, id and time
     * @throws InvalidBodyException that names the field
     */
    static ErrorEvent.Builder parse(byte[] bytes) throws InvalidBodyException {
        Json.Obj body = object("body", JsonReader.read(bytes));
        Json.Obj error = object("error", body.get("error"));
        String message = text("error.message", error.get("message"));
        String stack = text("error.stack", error.get("stack"));
        if (message.isBlank() && stack.isBlank()) {
            throw bad("error", "message or stack must be there");
        }
        Json metadata = body.get("metadata");
        return ErrorEvent.newBuilder()
                .setLevel(level(text("level", body.get("level"))))
                .setMessage(Limits.characters(TextScrubber.scrub(message), Limits.MESSAGE))
                .setStack(Limits.stack(TextScrubber.scrub(stack)))
                .setPath(Limits.characters(TextScrubber.scrub(text("error.path", error.get("path"))), Limits.PATH))
                .setMethod(Limits.characters(text("error.method", error.get("method")), Limits.METHOD))
                .setMetadata(metadata.isNull() ? "" : Limits.metadata(Scrubber.scrub(object("metadata", metadata))));
    }

    private static Json.Obj object(String field, Json value) throws InvalidBodyException {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw bad(field, value.isNull() ? "must be given" : "must be an object");
    }

    private static String text(String field, Json value) throws InvalidBodyException {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        if (value.isNull()) {
            return "";
        }
        throw bad(field, "must be a text");
    }

    private static Level level(String level) throws InvalidBodyException {
        return switch (level.strip().toLowerCase(Locale.ROOT)) {
            case "debug" -> Level.LEVEL_DEBUG;
            case "info" -> Level.LEVEL_INFO;
            case "warning" -> Level.LEVEL_WARNING;
            case "error", "" -> Level.LEVEL_ERROR;
            case "critical" -> Level.LEVEL_CRITICAL;
            case "fatal" -> Level.LEVEL_FATAL;
            default -> throw bad("level", "debug, info, warning, error, critical or fatal is allowed");
        };
    }

    private static InvalidBodyException bad(String field, String detail) {
        return new InvalidBodyException("bad_value", field, detail);
    }
}
