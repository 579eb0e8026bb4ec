package io.vigie.gateway;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.keys.ApiKeys;
import io.vigie.gateway.people.People;
import io.vigie.gateway.store.MongoFirstStart;
import io.vigie.gateway.store.MongoFirstStart.Turn;
import io.vigie.gateway.store.MongoFirstStart.Turn.Mine;
import io.vigie.gateway.store.MongoFirstStart.Turn.Others;
import io.vigie.gateway.store.MongoFirstStart.Turn.Over;
import io.vigie.kit.identity.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
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
    private static final Duration RENEW = MongoFirstStart.TURN.dividedBy(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADMIN = "admin";
    private static final String SERVICE = "demo";
    private static final Actor FIRST_START = Actor.system("first start");
    private static final Actor RESET = Actor.system("reset admin password");
    private static final Set<String> EVERY_SCOPE = Set.of("errors", "metrics", "read");
    private static final int PASSWORD_LENGTH = 20;
    /** Without those that look alike. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final FirstStartSettings settings;
    private final MongoFirstStart marker;
    private final People people;
    private final ApiKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final CompletableFuture<Optional<Credentials>> credentials = new CompletableFuture<>();
    private final CompletableFuture<Optional<NewPassword>> newPassword = new CompletableFuture<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("first-start-", 0).factory());
    private boolean failing;
    private volatile boolean unshown;
    private volatile boolean running;

    FirstStartJob(FirstStartSettings settings, MongoFirstStart marker, People people, ApiKeys keys) {
        this.settings = settings;
        this.marker = marker;
        this.people = people;
        this.keys = keys;
    }

    @Override
    public CompletableFuture<Optional<Credentials>> credentials() {
        return credentials.copy();
    }

    @Override
    public CompletableFuture<Optional<NewPassword>> newPassword() {
        return newPassword.copy();
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
            Turn turn = Objects.requireNonNull(marker.take().block(PATIENCE));
            switch (turn) {
                case Over over -> {
                    newPassword.complete(Optional.ofNullable(resetPassword().block(PATIENCE)));
                    credentials.complete(Optional.empty());
                }
                case Others others -> again();
                case Mine mine ->
                    make(mine.unshownKey()).blockOptional(PATIENCE).ifPresentOrElse(this::show, this::again);
            }
        } catch (RuntimeException e) {
            // MongoDB is away: nobody can sign in before it is back, so there is time.
            if (!failing && running) {
                log.warn("The first credentials can't be looked after yet, trying each second: {}", e.toString());
                failing = true;
            }
            again();
        }
    }

    private void show(Credentials made) {
        unshown = true;
        newPassword.complete(Optional.empty());
        credentials.complete(Optional.of(made));
        timer.schedule(this::renew, RENEW.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void again() {
        if (running) {
            timer.schedule(this::run, TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends when the credentials were shown. */
    private void renew() {
        try {
            unshown = Boolean.TRUE.equals(marker.renew().block(PATIENCE));
        } catch (RuntimeException e) {
            log.debug("The turn to show the first credentials was not renewed", e);
        }
        if (unshown && running) {
            timer.schedule(this::renew, RENEW.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Empty when another gateway has taken the turn meanwhile. */
    private Mono<Credentials> make(Optional<String> unshownKey) {
        String password = password();
        String keyId = UUID.randomUUID().toString();
        Mono<Credentials> made = people.createOrReset(ADMIN, password, Role.ADMIN, FIRST_START)
                .then(Mono.defer(() -> keys.createService(keyId, "First key", SERVICE, EVERY_SCOPE, FIRST_START)))
                .map(key -> new Credentials(ADMIN, password, key));
        return Mono.justOrEmpty(unshownKey)
                .flatMap(unshown -> keys.deleteIfPresent(unshown, FIRST_START))
                .then(marker.attempt(keyId))
                .flatMap(mine -> mine ? made : Mono.empty());
    }

    /** Empty where nobody asked for it. */
    private Mono<NewPassword> resetPassword() {
        if (!settings.resetAdminPassword()) {
            return Mono.empty();
        }
        String password = password();
        return people.createOrReset(ADMIN, password, Role.ADMIN, RESET)
                .doOnSuccess(done -> log.info("{} has a new password, as this start was asked to set one", ADMIN))
                .thenReturn(new NewPassword(ADMIN, password));
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
        if (!unshown) {
            return;
        }
        try {
            marker.giveUp().block(TRY_AGAIN);
        } catch (RuntimeException e) {
            log.debug("The turn to show the first credentials was not given up; it ends by itself", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
