package io.vigie.launcher;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.embedded.EmbeddedMongo;
import io.vigie.embedded.EmbeddedRedis;
import io.vigie.embedded.EmbeddedServerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The embedded servers, all started. */
record Servers(EmbeddedKafka kafka, EmbeddedRedis redis, EmbeddedMongo mongo) {

    /**
     * Starts them at the same time.
     *
     * @param onFatalError told in one line when Kafka can't go on
     * @throws StartFailure where one does not start; those that did are in {@code running}
     */
    static Servers start(DataFolder data, Running running, Consumer<String> onFatalError) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-server-", 1).factory())) {
            var kafka =
                    start(threads, running, "Kafka", () -> EmbeddedKafka.start(data.resolve("kafka"), 0, onFatalError));
            var redis = start(threads, running, "Redis", () -> EmbeddedRedis.start(data.resolve("redis"), 0));
            var mongo = start(threads, running, "MongoDB", () -> EmbeddedMongo.start(data.resolve("mongo"), 0));
            return new Servers(kafka.join(), redis.join(), mongo.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbeddedServerException known) {
                throw new StartFailure(String.valueOf(known.getMessage()), known);
            }
            throw e;
        }
    }

    private static <T extends AutoCloseable> CompletableFuture<T> start(
            ExecutorService threads, Running running, String name, Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> running.add(name, start.get()), threads);
    }
}
