package io.vigie.messaging;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;

/** Says once that something is wrong, and once that it is over. For one thread. */
public final class TroubleLog {

    private final Logger log;
    private final String what;
    private boolean told;

    /**
     * Nothing is wrong yet.
     *
     * @param what is wrong, as the beginning of a sentence
     */
    public TroubleLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** It is wrong; the stack trace is of interest only where it is not something that is away. */
    public void tell(Throwable cause) {
        if (told) {
            return;
        }
        told = true;
        boolean away = cause instanceof UnavailableException || cause instanceof KafkaException;
        log.warn("{}, trying again: {}", what, cause.toString(), away ? null : cause);
    }

    /** It is no longer wrong. */
    public void over() {
        if (told) {
            told = false;
            log.info("{}: this is over", what);
        }
    }
}
