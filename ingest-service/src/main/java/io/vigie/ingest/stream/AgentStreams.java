package io.vigie.ingest.stream;

import com.google.rpc.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.frame.FrameRules;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.schema.SchemaRegistry;
import io.vigie.messaging.RecordPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams that are open on this instance, and what they share. */
final class AgentStreams implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AgentStreams.class);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    private final Set<AgentStream> open = ConcurrentHashMap.newKeySet();
    private final KeyRegistry keys;
    private final SchemaRegistry schemas;
    private final RecordPublisher publisher;
    private final StreamSettings settings;
    private final InstantSource clock;
    private final FrameRules frames;
    private final StreamMeters meters;
    private final ScheduledThreadPoolExecutor worker;
    private volatile boolean draining;

    AgentStreams(
            KeyRegistry keys,
            SchemaRegistry schemas,
            RecordPublisher publisher,
            StreamSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.keys = keys;
        this.schemas = schemas;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
        this.frames = new FrameRules(clock, settings.maxAge(), settings.maxAhead());
        this.meters = new StreamMeters(meters, open);
        this.worker = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("agent-streams").factory());
        worker.scheduleWithFixedDelay(
                () -> open.forEach(AgentStream::sweep),
                SWEEP_EVERY.toMillis(),
                SWEEP_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        keys.onChange(() -> open.forEach(AgentStream::recheck));
    }

    void add(AgentStream stream) {
        open.add(stream);
        if (draining) {
            stream.drain();
        }
    }

    void remove(AgentStream stream, Code code) {
        open.remove(stream);
        meters.ended(code);
    }

    /** What has been taken is still acknowledged; every stream then ends with UNAVAILABLE. */
    void drain() {
        draining = true;
        log.info("{} streams are open and end now", open.size());
        open.forEach(AgentStream::drain);
    }

    /** Runs a short task on the streams' own thread. */
    void later(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("an acknowledgement comes after the end");
        }
    }

    KeyRegistry keys() {
        return keys;
    }

    SchemaRegistry schemas() {
        return schemas;
    }

    FrameRules frames() {
        return frames;
    }

    RecordPublisher publisher() {
        return publisher;
    }

    StreamSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    StreamMeters meters() {
        return meters;
    }

    long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
