package io.vigie.agent.uplink;

import io.vigie.proto.ApiKey;
import java.io.IOException;
import java.time.Duration;

/** Where the agent's key comes from. */
public sealed interface Credentials permits GivenKey, EnrolledKey {

    /** What came of the attempt to have a key that the server knows. */
    sealed interface Result {

        /** Send with this. */
        record Usable(ApiKey key) implements Result {}

        /**
         * Not now.
         *
         * @param reason one line for people
         * @param retryAfter how long the server asked to wait
         */
        record NotYet(String reason, Duration retryAfter) implements Result {}
    }

    /** The key to send with; may ask the server, for up to 10 s. */
    Result obtain() throws IOException, InterruptedException;

    /**
     * The server does not know the key (any more).
     *
     * @return whether that is to be expected for a moment, because the key is new
     */
    boolean refused() throws IOException;

    /** Which key it is, without its secret. */
    String describe();
}
