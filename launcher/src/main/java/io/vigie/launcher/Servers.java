package io.vigie.launcher;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.embedded.EmbeddedMongo;
import io.vigie.embedded.EmbeddedRedis;
import io.vigie.embedded.EmbeddedServerException;
import io.vigie.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
     * @param door the port of the gateway, which is bound last
     * @param onFatalError told in one line when one of them can't go on
     * @throws StartFailure where one does not start; those that did are in {@code running}
     */
    static Servers start(DataFolder data, int door, Running running, Consumer<String> onFatalError) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-server-", 1).factory())) {
            int kafkaPort = kafkaPort(data, door);
            List<Integer> free = FreePorts.findBut(Set.of(kafkaPort, door), 3);
            var kafka = start(
                    threads,
                    running,
                    "Kafka",
                    () -> EmbeddedKafka.start(data.resolve("kafka"), kafkaPort, free.get(2), onFatalError));
            var redis = start(threads, running, "Redis", () -> EmbeddedRedis.start(data.resolve("redis"), free.get(0)));
            var mongo = start(
                    threads,
                    running,
                    "MongoDB",
                    () -> EmbeddedMongo.start(data.resolve("mongo"), free.get(1), onFatalError));
            return new Servers(kafka.join(), redis.join(), mongo.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbeddedServerException known) {
                throw new StartFailure(String.valueOf(known.getMessage()), known);
            }
            throw e;
        }
    }

    /** The one of the last start where it is still free, so that others' consumers find Kafka again. */
    static int kafkaPort(DataFolder data, int door) {
        Path file = data.resolve("kafka.port");
        try {
            String last = Files.exists(file) ? Files.readString(file).strip() : "";
            if (last.matches("[1-9][0-9]{0,4}") && isUsable(Integer.parseInt(last), door)) {
                return Integer.parseInt(last);
            }
            int free = FreePorts.findBut(Set.of(door), 1).getFirst();
            Files.writeString(file, Integer.toString(free));
            return free;
        } catch (IOException e) {
            throw new StartFailure(file + " can't be read and written: " + e.getMessage(), e);
        }
    }

    private static boolean isUsable(int port, int door) {
        return port <= 65_535 && port != door && FreePorts.isFree(port);
    }

    private static <T extends AutoCloseable> CompletableFuture<T> start(
            ExecutorService threads, Running running, String name, Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> running.add(name, start.get()), threads);
    }
}
