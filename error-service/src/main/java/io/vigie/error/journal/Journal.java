package io.vigie.error.journal;

import io.vigie.error.events.Grouped;

/** A log of errors beside the database. */
public interface Journal {

    /** Adds an error. Never fails because of it: what can't be written is left out. */
    void write(Grouped error);
}
