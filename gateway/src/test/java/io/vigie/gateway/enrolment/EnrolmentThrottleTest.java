package io.vigie.gateway.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnrolmentThrottleTest {

    private Instant now = Instant.EPOCH;
    private final EnrolmentThrottle throttle = new EnrolmentThrottle(2, () -> now);

    @Test
    void claimsBeyondTheLimitAreRefusedUntilTheMinuteIsOver() {
        throttle.count("one");
        throttle.count("one");
        now = now.plusSeconds(50);
        assertThatThrownBy(() -> throttle.count("one")).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ProblemCode.RESOURCE_EXHAUSTED);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(10));
        });
        throttle.count("other");
        now = now.plusSeconds(10);
        throttle.count("one");
    }
}
