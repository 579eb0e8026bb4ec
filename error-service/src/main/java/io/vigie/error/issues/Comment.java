package io.vigie.error.issues;

import io.vigie.error.storage.Versioned;
import java.time.Instant;

/** What a person said of an issue. Never changed. */
public record Comment(String id, String issueId, String author, String text, Instant at) implements Versioned {

    @Override
    public long rev() {
        return 1;
    }
}
