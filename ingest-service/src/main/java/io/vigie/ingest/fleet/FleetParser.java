package io.vigie.ingest.fleet;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonReader;
import io.vigie.ingest.json.JsonText;
import io.vigie.proto.SourceId;
import io.vigie.proto.alerts.v1.ReportedAlerts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads what the fleet's agents send. */
final class FleetParser {

    /** {@link InvalidBodyException#code()} where nobody says which site it is. */
    static final String NO_SITE = "site_id_required";

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int LONGEST_CLUB = 256;

    /** Smaller timestamps are seconds: these milliseconds were in 1973, these seconds will be in 5138. */
    private static final double FIRST_MILLIS = 1e11;

    private static final double LAST_MILLIS = 8.64e15;

    private FleetParser() {}

    /** What the headers say of the sender; the body wins. */
    record Sender(@Nullable String siteId, @Nullable String clubName) {}

    /**
     * Reads a body.
     *
     * @param now milliseconds since the epoch, the timestamp of a body that has none
     * @throws InvalidBodyException that names the field
     */
    static FleetMessage parse(byte[] bytes, Sender sender, long now) throws InvalidBodyException {
        JsonReader.Reading reading = JsonReader.readUpTo("alerts", bytes);
        if (!(reading.value() instanceof Json.Obj body)) {
            throw Lenient.bad("body", "must be an object");
        }
        SourceId site = site(body, sender);
        Optional<String> club = club(body, sender);
        if (Lenient.text("type", body.get("type")).filter("heartbeat"::equals).isPresent()) {
            timestamp(body.get("timestamp"));
            return new FleetMessage.Heartbeat(site, club);
        }
        Optional<ReportedAlerts> alerts = FleetAlerts.of(body.get("alerts"));
        OptionalDouble timestamp = timestamp(body.get("timestamp"));
        return new FleetMessage.Metrics(
                site,
                club,
                timestamp.isPresent() ? (long) timestamp.getAsDouble() : now,
                timestamp.isPresent() ? body.get("timestamp") : new Json.Num(Long.toString(now)),
                FleetColumns.of(body),
                FleetFacts.of(body),
                alerts,
                withoutAlerts(body));
    }

    private static SourceId site(Json.Obj body, Sender sender) throws InvalidBodyException {
        String id = either("siteId", body, sender.siteId())
                .orElseThrow(() -> new InvalidBodyException(
                        NO_SITE, "siteId", "must be given, in the body or as the header X-Site-ID"));
        try {
            return new SourceId(id);
        } catch (IllegalArgumentException e) {
            throw Lenient.bad("siteId", String.valueOf(e.getMessage()).replaceFirst("^source: ", ""));
        }
    }

    private static Optional<String> club(Json.Obj body, Sender sender) throws InvalidBodyException {
        Optional<String> club = either("clubName", body, sender.clubName());
        if (club.isPresent() && club.get().codePointCount(0, club.get().length()) > LONGEST_CLUB) {
            throw Lenient.bad("clubName", "at most " + LONGEST_CLUB + " characters are allowed");
        }
        return club;
    }

    private static Optional<String> either(String name, Json.Obj body, @Nullable String header)
            throws InvalidBodyException {
        return Lenient.text(name, body.get(name))
                .or(() -> Optional.ofNullable(header).map(String::strip).filter(it -> !it.isEmpty()));
    }

    /** In milliseconds. */
    private static OptionalDouble timestamp(Json value) throws InvalidBodyException {
        OptionalDouble number = Lenient.number("timestamp", value);
        if (number.isEmpty()) {
            return number;
        }
        double millis = Math.abs(number.getAsDouble()) < FIRST_MILLIS
                ? Math.rint(number.getAsDouble() * 1000)
                : Math.rint(number.getAsDouble());
        if (Math.abs(millis) > LAST_MILLIS) {
            throw Lenient.bad("timestamp", "must be milliseconds or seconds since 1970");
        }
        return OptionalDouble.of(millis);
    }

    private static String withoutAlerts(Json.Obj body) throws InvalidBodyException {
        String text = JsonText.of(body.without("alerts"));
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BODY_BYTES) {
            throw new InvalidBodyException(
                    "body_too_large",
                    "body",
                    "at most " + MAX_BODY_BYTES + " bytes are allowed without its alerts, there are " + bytes);
        }
        return text;
    }
}
