package io.vigie.error.storage;

/** A document that holds everything of one partition up to a record, so that no record is taken into it twice. */
public interface Guarded extends Versioned {

    /** The last record that it holds. */
    Origin from();

    /** Whether it holds the record already. */
    default boolean includes(Origin record) {
        return from().includes(record);
    }
}
