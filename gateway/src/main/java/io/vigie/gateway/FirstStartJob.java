package io.vigie.gateway;

import io.vigie.gateway.keys.ApiKeys;
import io.vigie.gateway.people.People;
import io.vigie.gateway.store.MongoFirstStart;
import io.vigie.kit.identity.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the first account and key as soon as MongoDB is there. */
@Component
final class FirstStartJob implements FirstStart, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FirstStartJob.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADMIN = "admin";
    private static final String SERVICE = "demo";
    private static final Set<String> EVERY_SCOPE = Set.of("errors", "metrics", "read");
    private static final int PASSWORD_LENGTH = 20;
    /** Without those that look alike. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final MongoFirstStart marker;
    private final People people;
    private final ApiKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final CompletableFuture<Optional<Credentials>> credentials = new CompletableFuture<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("first-start-", 0).factory());
    private boolean failing;
    private volatile boolean running;

    FirstStartJob(MongoFirstStart marker, People people, ApiKeys keys) {
        this.marker = marker;
        this.people = people;
        this.keys = keys;
    }

    @Override
    public CompletableFuture<Optional<Credentials>> credentials() {
        return credentials.copy();
    }

    @Override
    public CompletableFuture<Void> shown() {
        return marker.noteShown().toFuture().thenRun(() -> {});
    }

    @Override
    public void start() {
        running = true;
        timer.execute(this::run);
    }

    private void run() {
        try {
            Optional<Credentials> made = marker.isShown()
                    .flatMap(shown -> shown ? Mono.just(Optional.<Credentials>empty()) : make().map(Optional::of))
                    .block(PATIENCE);
            credentials.complete(made == null ? Optional.empty() : made);
        } catch (RuntimeException e) {
            // MongoDB is away: nobody can sign in before it is back, so there is time.
            if (!failing && running) {
                log.warn("Whether this is the first start can't be said yet, trying each second: {}", e.toString());
                failing = true;
            }
            if (running) {
                timer.schedule(this::run, TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private Mono<Credentials> make() {
        String password = password();
        String keyId = UUID.randomUUID().toString();
        return marker.keyOfEarlierAttempt()
                .flatMap(keys::deleteIfPresent)
                .then(marker.attempt(keyId))
                .then(people.createOrReset(ADMIN, password, Role.ADMIN))
                .then(Mono.defer(() -> keys.createService(keyId, "First key", SERVICE, EVERY_SCOPE, "first start")))
                .map(key -> new Credentials(ADMIN, password, key));
    }

    private String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
