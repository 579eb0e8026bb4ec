package io.vigie.gateway.people;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Hashes passwords with Argon2id (19 MiB, 2 passes, 1 lane: the OWASP choice), two at a time on threads of their own; at most
 * 64 wait, more are refused with 503.
 */
final class Passwords implements AutoCloseable {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 64;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

    /** Of no password: whoever names an unknown account waits as long as everybody else. */
    private static final String NOBODYS = phc(new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private final SecureRandom random = new SecureRandom();
    private final Scheduler threads = Schedulers.fromExecutorService(new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("argon2-", 0).factory()));

    /** The hash of a new password, in the PHC form. */
    Mono<String> hash(String password) {
        return onOwnThreads(() -> {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
        });
    }

    /** Whether the password is the one of this hash. */
    Mono<Boolean> matches(String password, String hash) {
        return onOwnThreads(() -> {
            Matcher stored = PHC.matcher(hash);
            if (!stored.matches()) {
                throw new IllegalStateException("a stored hash is not Argon2id");
            }
            byte[] expected = Base64.getDecoder().decode(stored.group(5));
            byte[] actual = argon2id(
                    password,
                    Base64.getDecoder().decode(stored.group(4)),
                    Integer.parseInt(stored.group(1)),
                    Integer.parseInt(stored.group(2)),
                    Integer.parseInt(stored.group(3)),
                    expected.length);
            return MessageDigest.isEqual(expected, actual);
        });
    }

    /** False, after the same work. */
    Mono<Boolean> matchesNobody(String password) {
        return matches(password, NOBODYS).thenReturn(false);
    }

    private <T> Mono<T> onOwnThreads(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(threads)
                .onErrorMap(
                        RejectedExecutionException.class,
                        error -> ProblemException.retry(
                                ProblemCode.UNAVAILABLE, "Too many people sign in at this moment", TRY_AGAIN));
    }

    private static byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String phc(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
