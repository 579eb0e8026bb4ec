package io.vigie.gateway;

import io.vigie.proto.ApiKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the very first start of an installation makes, to be shown to the person who started it, once: a user with the role
 * admin and a service key with every scope.
 *
 * <p>A bean of the gateway. What was made and never said to be {@link #shown()} (the process died before) is made anew at the
 * next start. Of several gateways that start together one makes it.
 */
public interface FirstStart {

    /**
     * What was made at this start; empty where nothing was, because an earlier start did.
     *
     * @return completes when MongoDB has answered: soon after the gateway is up, or as long after as MongoDB is away; where another
     *     gateway is at it, when that one has shown what it made
     */
    CompletableFuture<Optional<Credentials>> credentials();

    /**
     * The password that {@code vigie.gateway.reset-admin-password} asked this start to set; empty where it did not ask, and where
     * this is the first start, which has made one anyway.
     *
     * @return completes as {@link #credentials()}, after it
     */
    CompletableFuture<Optional<NewPassword>> newPassword();

    /** To be called after the credentials were printed: they are never made again. */
    CompletableFuture<Void> shown();

    /**
     * What to print where the password was lost.
     *
     * @param username always {@code admin}
     * @param password random
     */
    record NewPassword(String username, String password) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "NewPassword[username=" + username + "]";
        }
    }

    /**
     * What to print.
     *
     * @param username always {@code admin}
     * @param password random
     * @param key of the service {@code demo}, with every scope
     */
    record Credentials(String username, String password, ApiKey key) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Credentials[username=" + username + ", key=" + key + "]";
        }
    }
}
