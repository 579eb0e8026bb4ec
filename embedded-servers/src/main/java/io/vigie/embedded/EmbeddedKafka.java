package io.vigie.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker (KRaft, broker and controller in one) on loopback, without a password. What it acknowledges is
 * on the disk: it syncs its log before each acknowledgement. Its folder outlives it, also when the process is killed.
 *
 * <p>Topics are never created by themselves, replication is 1, a record may have 2 MiB.
 *
 * <p>A broker that can't go on (a full or broken disk) would halt the JVM; here it reports that to the listener given at
 * the start instead. One at a time in a JVM.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** Kafka's broker and protocol limit of one record batch, in bytes. */
    private static final int MAX_BATCH_BYTES = 2 * 1024 * 1024;

    private static final int MIB = 1024 * 1024;
    private static final int NODE_ID = 1;
    private static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String WITHOUT = "what was accepted but not stored yet, which is the last minute as a rule";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port, AtomicBoolean closed) {
        this.server = server;
        this.port = port;
        this.closed = closed;
    }

    /** Like {@link #start(Path, int, Consumer)}; a fatal error is only logged. */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, reason -> {});
    }

    /** Like {@link #start(Path, int, int, Consumer)}, with a free port for the controller. */
    public static EmbeddedKafka start(Path directory, int port, Consumer<String> onFatalError) {
        int ownPort = FreePorts.orFree(port);
        int controllerPort = FreePorts.findBut(Set.of(ownPort), 1).getFirst();
        return start(directory, ownPort, controllerPort, onFatalError);
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @param directory its log directory, formatted at the first start
     * @param port where it listens on 127.0.0.1
     * @param controllerPort another one, where it listens to itself
     * @param onFatalError told once, in one line, when the running broker can't go on; it must not block
     * @throws EmbeddedServerException when it can't start
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort, Consumer<String> onFatalError) {
        FreePorts.check("Kafka", port);
        var settings = settings(directory, port, controllerPort);
        var closed = new AtomicBoolean();
        reportFatalErrors(directory, closed, onFatalError);
        try {
            formatOnce(directory);
            checkLogs(directory);
            var server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, port, closed);
        } catch (Throwable e) { // Scala code throws checked exceptions undeclared
            closed.set(true);
            throw e instanceof EmbeddedServerException known
                    ? known
                    : new EmbeddedServerException(
                            FailureLine.ofPort("Kafka", port, controllerPort, e)
                                    .orElseGet(() -> line(directory, FailureLine.reason(e))),
                            e);
        }
    }

    /** Where clients begin: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port on loopback. */
    public int port() {
        return port;
    }

    /** Stops the broker cleanly; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void reportFatalErrors(Path directory, AtomicBoolean closed, Consumer<String> onFatalError) {
        var reported = new AtomicBoolean();
        Exit.Procedure report = (status, message) -> {
            String line = line(directory, message == null ? "its log says which file" : message);
            if (!closed.get() && reported.compareAndSet(false, true)) {
                log.error("Kafka can't go on: {}", line);
                onFatalError.accept(line);
            }
            throw new EmbeddedServerException(line);
        };
        Exit.setHaltProcedure(report);
        Exit.setExitProcedure(report);
    }

    private static String line(Path directory, String reason) {
        return FailureLine.ofFullDisk(directory).orElseGet(() -> FailureLine.ofDamage(directory, reason, WITHOUT));
    }

    private static void checkLogs(Path directory) throws IOException {
        KafkaLogCheck.damage(directory, MAX_BATCH_BYTES).ifPresent(damage -> {
            throw new EmbeddedServerException(FailureLine.ofDamage(directory, damage, WITHOUT));
        });
    }

    /** Formats the folder unless it is: {@code meta.properties} is the last file that formatting writes. */
    private static void formatOnce(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (IOException e) {
            throw new EmbeddedServerException("Kafka's folder " + directory + " can't be formatted", e);
        }
    }

    private static Properties settings(Path directory, int port, int controllerPort) {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("log.dirs", directory.toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        durability(settings);
        topics(settings);
        quickRestart(settings);
        smallness(settings);
        return settings;
    }

    private static void durability(Properties settings) {
        // The default of flush.messages: on disk before it is acknowledged.
        settings.put("log.flush.interval.messages", "1");
        // A system that was off for weeks goes on where it stopped.
        settings.put("offsets.retention.minutes", String.valueOf(365 * 24 * 60));
    }

    private static void topics(Properties settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", String.valueOf(MAX_BATCH_BYTES));
        settings.put("replica.fetch.max.bytes", String.valueOf(MAX_BATCH_BYTES));
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "2");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void quickRestart(Properties settings) {
        // After a kill the new broker waits until the session of the dead one is over.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
    }

    private static void smallness(Properties settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("group.coordinator.background.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * MIB));
        settings.put("log.cleaner.io.buffer.size", String.valueOf(MIB / 8));
        settings.put("log.segment.bytes", String.valueOf(64 * MIB));
        settings.put("log.index.size.max.bytes", String.valueOf(MIB));
        settings.put("offsets.topic.segment.bytes", String.valueOf(8 * MIB));
        settings.put("offsets.load.buffer.size", String.valueOf(MIB));
        settings.put("socket.request.max.bytes", String.valueOf(16 * MIB));
        settings.put("fetch.max.bytes", String.valueOf(16 * MIB));
        settings.put("queued.max.requests", "64");
        // No record of nothing twice a second, each with its sync, when all is quiet.
        settings.put("metadata.max.idle.interval.ms", "0");
        settings.put("metadata.log.segment.bytes", String.valueOf(8 * MIB));
    }
}
