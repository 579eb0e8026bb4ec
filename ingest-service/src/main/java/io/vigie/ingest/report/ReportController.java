package io.vigie.ingest.report;

import io.vigie.ingest.http.Intake;
import io.vigie.ingest.http.Submission;
import io.vigie.ingest.http.Surface;
import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Errors of applications, also from browsers. */
@RestController
final class ReportController {

    private final Intake intake;
    private final KeyRegistry keys;
    private final RecordPublisher publisher;
    private final Clock clock;

    ReportController(Intake intake, KeyRegistry keys, RecordPublisher publisher, Clock clock) {
        this.intake = intake;
        this.keys = keys;
        this.publisher = publisher;
        this.clock = clock;
    }

    @PostMapping(ReportConfiguration.PATH)
    Mono<ResponseEntity<byte[]>> post(ServerWebExchange exchange) {
        return intake.take(Surface.REPORT, exchange, this::take);
    }

    private CompletableFuture<ResponseEntity<byte[]>> take(Submission submission) throws InvalidBodyException {
        Intake.require(keys.mayReport(submission.credential()), "service");
        String id = EventId.of(submission.headers().getFirst("Idempotency-Key"));
        ErrorEvent event = ReportParser.parse(submission.body())
                .setService(submission.credential().service())
                .setId(id)
                .setReceivedAt(clock.millis())
                .build();
        byte[] answer = ("{\"status\":\"ok\",\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        return publisher
                .publish(Topic.ERRORS, event.getService(), event.toByteArray())
                .thenApply(done -> Intake.json(HttpStatus.CREATED.value(), answer));
    }
}
