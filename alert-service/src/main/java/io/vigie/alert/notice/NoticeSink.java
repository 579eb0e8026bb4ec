package io.vigie.alert.notice;

import io.vigie.messaging.UnavailableException;

/** Takes notices over and sees to it that they reach people. Called by the threads of consumers. */
@FunctionalInterface
public interface NoticeSink {

    /**
     * Returns when the notice is durably taken over. The same id again changes nothing.
     *
     * @throws UnavailableException where that is not possible now; it will be handed over again
     */
    void hand(Notice notice) throws UnavailableException;
}
