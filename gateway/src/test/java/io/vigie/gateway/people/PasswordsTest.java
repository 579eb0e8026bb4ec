package io.vigie.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class PasswordsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Passwords passwords = new Passwords();

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void onlyTheSamePasswordMatches() {
        String hash = Objects.requireNonNull(passwords.hash("correct horse").block(PATIENCE));
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("correct horse", hash).block(PATIENCE)).isTrue();
        assertThat(passwords.matches("Correct horse", hash).block(PATIENCE)).isFalse();
        assertThat(passwords.matches("", hash).block(PATIENCE)).isFalse();
        assertThat(passwords.matchesNobody("correct horse").block(PATIENCE)).isFalse();
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        assertThat(passwords.hash("same").block(PATIENCE))
                .isNotEqualTo(passwords.hash("same").block(PATIENCE));
    }

    @Test
    void matchesWhatTheReferenceImplementationMade() {
        // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 -e (from the reference implementation's
        // tests)
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.matches("password", reference).block(PATIENCE)).isTrue();
        assertThat(passwords.matches("passwort", reference).block(PATIENCE)).isFalse();
    }

    @Test
    void moreThanCanWaitAreToldToComeBack() {
        List<Object> outcomes = Objects.requireNonNull(Flux.range(0, 200)
                .flatMap(
                        i -> passwords
                                .matchesNobody("x")
                                .cast(Object.class)
                                .onErrorResume(reactor.core.publisher.Mono::just),
                        200)
                .collectList()
                .block(PATIENCE));
        assertThat(outcomes).hasSize(200);
        List<Object> refused =
                outcomes.stream().filter(ProblemException.class::isInstance).toList();
        assertThat(refused).hasSizeGreaterThanOrEqualTo(100).allSatisfy(error -> {
            assertThat(((ProblemException) error).code()).isEqualTo(ProblemCode.UNAVAILABLE);
            assertThat(((ProblemException) error).retryAfter()).isPresent();
        });
        assertThat(outcomes).contains(false);
    }
}
