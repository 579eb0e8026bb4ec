package io.vigie.error.grouping;

/** Which of the rules made a key. */
public enum Mechanism {
    /** The sender's own fingerprint. */
    FINGERPRINT,
    /** Types and the application's frames. */
    FRAMES,
    /** The same and the codes in the message, for types that stand for an answer: HTTP, SQL, mail. */
    FRAMES_AND_CODES,
    /** Types, frames and the message's template. */
    FRAMES_AND_TEMPLATE,
    /** There is no stack: types and template. */
    TYPE_AND_TEMPLATE
}
