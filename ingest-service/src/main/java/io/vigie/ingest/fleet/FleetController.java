package io.vigie.ingest.fleet;

import io.vigie.ingest.http.Intake;
import io.vigie.ingest.http.Submission;
import io.vigie.ingest.http.Surface;
import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonText;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.sample.Sample;
import io.vigie.ingest.sample.SamplePublisher;
import io.vigie.ingest.schema.SchemaQuotaException;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.stream.v1.SourceFacts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A site's metrics, or its heartbeat. */
@RestController
final class FleetController {

    private static final String HEARTBEAT = "{\"status\":\"ok\",\"type\":\"heartbeat\"}";

    private final Intake intake;
    private final KeyRegistry keys;
    private final SamplePublisher samples;
    private final Clock clock;

    FleetController(Intake intake, KeyRegistry keys, SamplePublisher samples, Clock clock) {
        this.intake = intake;
        this.keys = keys;
        this.samples = samples;
        this.clock = clock;
    }

    @PostMapping("/api/metrics")
    Mono<ResponseEntity<byte[]>> post(ServerWebExchange exchange) {
        return intake.take(Surface.FLEET, exchange, this::take);
    }

    private CompletableFuture<ResponseEntity<byte[]>> take(Submission submission) throws InvalidBodyException {
        FleetMessage message = read(submission);
        Intake.require(keys.mayWrite(submission.credential(), message.site()), "siteId");
        return samples.publish(List.of(records(message))).thenApply(done -> answer(message));
    }

    private FleetMessage read(Submission submission) throws InvalidBodyException {
        FleetParser.Sender sender = new FleetParser.Sender(
                submission.headers().getFirst("X-Site-ID"), submission.headers().getFirst("X-Club-Name"));
        try {
            return FleetParser.parse(submission.body(), sender, clock.millis());
        } catch (InvalidBodyException e) {
            if (e.code().equals(FleetParser.NO_SITE)) {
                throw ProblemException.withError(
                        ProblemCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), "Site ID required");
            }
            throw e;
        }
    }

    private SamplePublisher.Ready records(FleetMessage message) throws InvalidBodyException {
        SourceFacts.Builder facts = SourceFacts.newBuilder().setPartial(true);
        message.club().ifPresent(club -> facts.putLabels("club", club));
        return switch (message) {
            case FleetMessage.Heartbeat heartbeat -> {
                SamplePublisher.Ready ready = prepare(sample(message, 0, Map.of()));
                ready.first().setFacts(facts);
                yield ready;
            }
            case FleetMessage.Metrics metrics -> {
                SamplePublisher.Ready ready = prepare(sample(message, metrics.timestamp(), metrics.values()));
                ready.first().setFacts(facts.putAllFacts(metrics.facts())).setBody(metrics.body());
                metrics.alerts().ifPresent(alerts -> ready.first().setReportedAlerts(alerts));
                yield ready;
            }
        };
    }

    private static Sample sample(FleetMessage message, long timestamp, Map<Column, Double> values) {
        return new Sample(message.site(), SourceKind.SOURCE_KIND_DEVICE, timestamp, FleetColumns.FIRST, values);
    }

    private SamplePublisher.Ready prepare(Sample sample) throws InvalidBodyException {
        try {
            return samples.ready(samples.place(sample));
        } catch (InvalidFrameException e) {
            throw new InvalidBodyException(
                    e.code(), "timestamp", String.valueOf(e.getMessage()).replaceFirst("^timestamps\\[0]: ", ""));
        } catch (SchemaQuotaException e) {
            throw intake.overQuota(e);
        }
    }

    private static ResponseEntity<byte[]> answer(FleetMessage message) {
        String answer = switch (message) {
            case FleetMessage.Heartbeat heartbeat -> HEARTBEAT;
            case FleetMessage.Metrics metrics -> {
                Map<String, Json> members = new LinkedHashMap<>();
                members.put("status", new Json.Text("ok"));
                members.put("received", metrics.echo());
                yield JsonText.of(new Json.Obj(members));
            }
        };
        return Intake.json(HttpStatus.OK.value(), answer.getBytes(StandardCharsets.UTF_8));
    }
}
