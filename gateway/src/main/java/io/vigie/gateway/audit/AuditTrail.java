package io.vigie.gateway.audit;

import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The topic {@code vigie.audit}. */
@Component
public final class AuditTrail {

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

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

    /**
     * Tells what is stored nowhere, without waiting for Kafka: what Kafka does not take is lost. It takes the same time whether Kafka
     * is there or not, so that nobody learns anything from how long it takes.
     */
    public Mono<Void> mention(AuditEvent event) {
        return Mono.fromRunnable(() -> records.publish(Topic.AUDIT, event.actor(), event.bytes())
                .whenComplete((done, error) -> {
                    if (error != null) {
                        log.debug("{} is missing on the audit trail", event.id(), error);
                    }
                }));
    }
}
