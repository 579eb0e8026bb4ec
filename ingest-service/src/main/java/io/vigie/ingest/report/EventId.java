package io.vigie.ingest.report;

import io.vigie.ingest.json.InvalidBodyException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of an error: the client's own, so that what it sends again is known, else random. */
final class EventId {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private EventId() {}

    /** Of the header Idempotency-Key, which may stand in quotes. */
    static String of(@Nullable String header) throws InvalidBodyException {
        if (header == null) {
            return UUID.randomUUID().toString();
        }
        String id = header.strip().replaceFirst("^\"(.*)\"$", "$1");
        if (!FORM.matcher(id).matches()) {
            throw new InvalidBodyException("bad_id", "Idempotency-Key", "1 to 128 of A-Z a-z 0-9 _ - are allowed");
        }
        return id;
    }
}
