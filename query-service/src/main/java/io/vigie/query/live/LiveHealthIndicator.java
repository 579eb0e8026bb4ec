package io.vigie.query.live;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health {@code live}: whether the tail has caught up and the stored sources are known. */
final class LiveHealthIndicator implements HealthIndicator {

    private final LiveTail tail;

    LiveHealthIndicator(LiveTail tail) {
        this.tail = tail;
    }

    @Override
    public Health health() {
        Health.Builder health = tail.isCaughtUp() && tail.isComplete() ? Health.up() : Health.outOfService();
        return health.withDetail("caughtUp", tail.isCaughtUp())
                .withDetail("sourcesLoaded", tail.isComplete())
                .withDetail("sources", tail.size())
                .withDetail("tailBytes", tail.bytes())
                .build();
    }
}
