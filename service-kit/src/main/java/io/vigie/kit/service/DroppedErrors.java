package io.vigie.kit.service;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Hooks;

/**
 * Errors that come to a reactive stream after its end, when nobody is there to hear of them. Reactor logs each with ERROR and a
 * stack trace; where a connection has ended in mid-request, by cancelling or by time, that is no fault and only told at DEBUG.
 */
final class DroppedErrors {

    private static final Logger log = LoggerFactory.getLogger(DroppedErrors.class);
    private static final AtomicBoolean HEARD = new AtomicBoolean();

    private DroppedErrors() {}

    /** From now on in the whole JVM, however many services it runs. */
    static void hear() {
        if (HEARD.compareAndSet(false, true)) {
            Hooks.onErrorDropped(DroppedErrors::tell);
        }
    }

    private static void tell(Throwable error) {
        if (isOfAConnection(error)) {
            log.debug("An error came after the end of its stream", error);
        } else {
            log.warn("An error came after the end of its stream", error);
        }
    }

    private static boolean isOfAConnection(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof CancellationException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return DisconnectedClientHelper.isClientDisconnectedException(error);
    }
}
