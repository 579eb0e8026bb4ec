package io.vigie.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.gateway.people.LoginThrottle.Attempt;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LoginThrottleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Attempt ADA_AT_HOME = attempt("ada", "10.0.0.1");

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final Failures local = new LocalFailures(() -> now);

    /** As while Redis is away. */
    private final Failures broken = new Failures() {
        @Override
        public Mono<Count> of(String name) {
            return Mono.error(new IllegalStateException("away"));
        }

        @Override
        public Mono<Count> oneMore(String name) {
            return Mono.error(new IllegalStateException("away"));
        }
    };

    private final LoginThrottle throttle = new LoginThrottle(broken, local);

    @Test
    void tenFailuresAreAllowedThenTheMinuteMustPass() {
        for (int i = 0; i < 10; i++) {
            throttle.check(ADA_AT_HOME).block(PATIENCE);
            throttle.failed(ADA_AT_HOME).block(PATIENCE);
        }
        now = now.plusSeconds(20);
        assertThatThrownBy(() -> throttle.check(ADA_AT_HOME).block(PATIENCE)).satisfies(error -> {
            assertThat(((ProblemException) error).code()).isEqualTo(ProblemCode.RESOURCE_EXHAUSTED);
            assertThat(((ProblemException) error).retryAfter()).contains(Duration.ofSeconds(40));
        });
        now = now.plusSeconds(40);
        assertThatCode(() -> throttle.check(ADA_AT_HOME).block(PATIENCE)).doesNotThrowAnyException();
    }

    @Test
    void anAccountIsThrottledWhereverTheGuessesComeFromAndAnAddressWhomeverItGuesses() {
        for (int i = 0; i < 10; i++) {
            throttle.failed(attempt("ada", "10.0.1." + i)).block(PATIENCE);
            throttle.failed(attempt("user-" + i, "10.0.0.9")).block(PATIENCE);
        }
        assertThatThrownBy(() -> throttle.check(attempt("ada", "10.9.9.9")).block(PATIENCE))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> throttle.check(attempt("eve", "10.0.0.9")).block(PATIENCE))
                .isInstanceOf(ProblemException.class);
        assertThatCode(() -> throttle.check(attempt("eve", "10.9.9.9")).block(PATIENCE))
                .doesNotThrowAnyException();
    }

    @Test
    void manyAttemptsAtOnceFailNoMoreThanTenTimes() {
        for (int i = 0; i < 10; i++) {
            throttle.failed(ADA_AT_HOME).block(PATIENCE);
        }
        assertThatThrownBy(() -> throttle.failed(ADA_AT_HOME).block(PATIENCE)).isInstanceOf(ProblemException.class);
    }

    @Test
    void theFirstFailureOfAnAccountWithinAMinuteIsKnown() {
        assertThat(throttle.failed(ADA_AT_HOME).block(PATIENCE)).isTrue();
        assertThat(throttle.failed(attempt("ada", "10.0.0.2")).block(PATIENCE)).isFalse();
        assertThat(throttle.failed(attempt("eve", "10.0.0.1")).block(PATIENCE)).isTrue();
        now = now.plusSeconds(60);
        assertThat(throttle.failed(ADA_AT_HOME).block(PATIENCE)).isTrue();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        assertThat(attempt("ada", "2001:db8::1").address())
                .isEqualTo(attempt("ada", "2001:db8::ffff:1").address());
        assertThat(attempt("ada", "2001:db8::1").address())
                .isNotEqualTo(attempt("ada", "2001:db8:0:1::1").address());
    }

    private static Attempt attempt(String account, String address) {
        return Attempt.of(account, new InetSocketAddress(address, 1));
    }
}
