package io.vigie.alert.delivery;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.sending.Attempt;
import io.vigie.alert.sending.Outcome;

/** Makes one attempt. */
@FunctionalInterface
interface Courier {

    /** Blocks until it is known how it went, or the time is over. */
    Outcome send(Channel channel, Attempt attempt) throws InterruptedException;
}
