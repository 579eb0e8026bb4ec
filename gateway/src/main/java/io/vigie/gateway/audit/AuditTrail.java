package io.vigie.gateway.audit;

import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The topic {@code vigie.audit}. */
@Component
public final class AuditTrail {

    private final RecordPublisher records;

    /** Through this publisher. */
    public AuditTrail(RecordPublisher records) {
        this.records = records;
    }

    /** Tells one after the other; done when Kafka has all of them, else an error. */
    public Mono<Void> tell(List<AuditEvent> events) {
        return Flux.fromIterable(events)
                .concatMap(event -> Mono.fromFuture(() -> records.publish(Topic.AUDIT, event.actor(), event.bytes())))
                .then();
    }
}
