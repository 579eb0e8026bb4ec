package io.vigie.alert.storage;

import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Waits for a store or for Kafka on the thread of a consumer or a job; never on an event loop. */
public final class Await {

    private Await() {}

    /**
     * The result of an operation that always has one.
     *
     * @throws UnavailableException where the store is away or does not answer in time
     */
    public static <T> T await(Mono<T> operation, Duration within) throws UnavailableException {
        CompletableFuture<T> future = new CompletableFuture<>();
        operation.subscribe(
                future::complete,
                future::completeExceptionally,
                () -> future.completeExceptionally(new IllegalStateException("an operation without a result")));
        return await(future, within);
    }

    /**
     * The result.
     *
     * @throws UnavailableException where it fails because something is away, or does not come in time
     */
    public static <T> T await(CompletableFuture<T> future, Duration within) throws UnavailableException {
        try {
            return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new UnavailableException("no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        } catch (ExecutionException e) {
            throw rethrow(e);
        }
    }

    private static UnavailableException rethrow(ExecutionException e) {
        return switch (e.getCause()) {
            case UnavailableException unavailable -> unavailable;
            case StoreUnavailableException unavailable ->
                new UnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
            case RuntimeException refusal -> throw refusal;
            case null -> throw new IllegalStateException(e);
            default -> throw new IllegalStateException(e.getCause());
        };
    }
}
