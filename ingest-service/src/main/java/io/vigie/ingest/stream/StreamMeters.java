package io.vigie.ingest.stream;

import com.google.rpc.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Set;

/** What the streams count. */
final class StreamMeters {

    private final MeterRegistry registry;
    private final Counter taken;
    private final Counter acknowledged;
    private final Counter bytes;
    private final Counter values;
    private final Counter heartbeats;
    private final Counter dropped;

    StreamMeters(MeterRegistry registry, Set<AgentStream> open) {
        this.registry = registry;
        this.taken = registry.counter("vigie.ingest.frames", "outcome", "taken");
        this.acknowledged = registry.counter("vigie.ingest.frames", "outcome", "acknowledged");
        this.bytes = registry.counter("vigie.ingest.frame.bytes");
        this.values = registry.counter("vigie.ingest.values");
        this.heartbeats = registry.counter("vigie.ingest.heartbeats");
        this.dropped = registry.counter("vigie.ingest.frames.dropped.by.agents");
        registry.gaugeCollectionSize("vigie.ingest.streams.open", Tags.empty(), open);
    }

    void taken(int size, int valueCount, long droppedBefore) {
        taken.increment();
        bytes.increment(size);
        values.increment(valueCount);
        dropped.increment(droppedBefore);
    }

    void acknowledged() {
        acknowledged.increment();
    }

    void rejected(String code) {
        registry.counter("vigie.ingest.frames.rejected", "code", code).increment();
    }

    void heartbeat() {
        heartbeats.increment();
    }

    void ended(Code code) {
        registry.counter("vigie.ingest.streams.ended", "code", code.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
