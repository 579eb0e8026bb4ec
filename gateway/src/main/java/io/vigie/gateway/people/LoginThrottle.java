package io.vigie.gateway.people;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.people.Failures.Count;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refuses logins of an account or an address that has failed ten times within a minute. Counted for all gateways together;
 * while that is not possible, for this one.
 */
final class LoginThrottle {

    private static final int ALLOWED = 10;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Failures shared;
    private final Failures local;

    LoginThrottle(Failures shared, Failures local) {
        this.shared = shared;
        this.local = local;
    }

    /** An error with 429 where one of the two has failed too often. */
    Mono<Void> check(Attempt attempt) {
        return count(attempt, failures -> failures::of)
                .filter(count -> count.failures() >= ALLOWED)
                .next()
                .flatMap(count -> Mono.error(tooMany(count)));
    }

    /** Counts a failure: whether it is the account's first within the minute. An error with 429 where it was one too many. */
    Mono<Boolean> failed(Attempt attempt) {
        return count(attempt, failures -> failures::oneMore)
                .collectList()
                .flatMap(counts -> counts.stream()
                        .filter(count -> count.failures() > ALLOWED)
                        .findFirst()
                        .map(over -> Mono.<Boolean>error(tooMany(over)))
                        .orElseGet(() -> Mono.just(counts.getFirst().failures() == 1)));
    }

    private Flux<Count> count(Attempt attempt, Function<Failures, Function<String, Mono<Count>>> how) {
        return Flux.just("account:" + attempt.account(), "address:" + attempt.address())
                .concatMap(name -> how.apply(shared)
                        .apply(name)
                        .timeout(PATIENCE)
                        .onErrorResume(error -> how.apply(local).apply(name)));
    }

    private static ProblemException tooMany(Count count) {
        return ProblemException.retry(
                ProblemCode.RESOURCE_EXHAUSTED,
                "Too many failed logins of this account or address",
                count.forgottenIn());
    }

    /**
     * Somebody wants in.
     *
     * @param account as it is looked up, known or not
     * @param address an IPv4 address or an IPv6 network, of which one client has many addresses
     * @param client the address itself, where it is known
     */
    record Attempt(String account, String address, @Nullable String client) {

        static Attempt of(String account, @Nullable InetSocketAddress client) {
            InetAddress address = client == null ? null : client.getAddress();
            return new Attempt(account, address == null ? "unknown" : network(address), Actor.address(client));
        }

        private static String network(InetAddress address) {
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                    : address.getHostAddress();
        }
    }
}
