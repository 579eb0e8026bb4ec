package io.vigie.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a consumer counts, by group and topic. */
final class ConsumerMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter handled;
    private final Counter retried;
    private final Counter commitFailures;
    private final AtomicInteger paused = new AtomicInteger();
    private final AtomicInteger owned = new AtomicInteger();
    private final AtomicLong lag = new AtomicLong();

    ConsumerMeters(MeterRegistry registry, String group, String topic) {
        this.registry = registry;
        this.tags = Tags.of("group", group, "topic", topic);
        this.handled = registry.counter("vigie.consumer.records", tags);
        this.retried = registry.counter("vigie.consumer.retries", tags);
        this.commitFailures = registry.counter("vigie.consumer.commit.failures", tags);
        Gauge.builder("vigie.consumer.partitions.paused", paused, AtomicInteger::get)
                .tags(tags)
                .register(registry);
        Gauge.builder("vigie.consumer.partitions.owned", owned, AtomicInteger::get)
                .tags(tags)
                .register(registry);
        Gauge.builder("vigie.consumer.lag", lag, AtomicLong::get).tags(tags).register(registry);
    }

    void handled() {
        handled.increment();
    }

    void retried() {
        retried.increment();
    }

    void buried(String cause) {
        registry.counter("vigie.consumer.dead.letters", tags.and("cause", cause))
                .increment();
    }

    void commitFailed() {
        commitFailures.increment();
    }

    void state(int ownedPartitions, int pausedPartitions, long recordsBehind) {
        owned.set(ownedPartitions);
        paused.set(pausedPartitions);
        lag.set(recordsBehind);
    }
}
