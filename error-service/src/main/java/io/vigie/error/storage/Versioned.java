package io.vigie.error.storage;

/** A document that is compared and set. */
public interface Versioned {

    /** Its {@code _id}. */
    String id();

    /** 1 when it is new, one more with each write. */
    long rev();
}
