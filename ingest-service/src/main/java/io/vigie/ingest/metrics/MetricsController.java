package io.vigie.ingest.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.http.Intake;
import io.vigie.ingest.http.Submission;
import io.vigie.ingest.http.Surface;
import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.key.Access;
import io.vigie.ingest.key.Credential;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.sample.Sample;
import io.vigie.ingest.sample.SamplePublisher;
import io.vigie.ingest.sample.SamplePublisher.Placed;
import io.vigie.ingest.schema.SchemaQuotaException;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.agent.v1.SourceKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Samples of applications and services, one object or many. */
@RestController
final class MetricsController {

    private final Intake intake;
    private final KeyRegistry keys;
    private final SamplePublisher samples;
    private final Clock clock;
    private final MeterRegistry meters;

    MetricsController(Intake intake, KeyRegistry keys, SamplePublisher samples, Clock clock, MeterRegistry meters) {
        this.intake = intake;
        this.keys = keys;
        this.samples = samples;
        this.clock = clock;
        this.meters = meters;
    }

    @PostMapping("/api/v1/metrics")
    Mono<ResponseEntity<byte[]>> post(ServerWebExchange exchange) {
        return intake.take(Surface.METRICS, exchange, this::take);
    }

    private CompletableFuture<ResponseEntity<byte[]>> take(Submission submission) throws InvalidBodyException {
        List<Entry> entries = MetricsParser.parse(submission.body(), clock.millis());
        Outcome outcome = new Outcome();
        // All of them before the first becomes a record: their new columns come with one schema.
        List<InPlace> placed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case Entry.Invalid(InvalidBodyException e) -> outcome.reject(i, e.code(), e.field(), e.detail());
                case Entry.Valid valid ->
                    place(submission.credential(), i, valid, outcome).ifPresent(placed::add);
            }
        }
        placed.forEach(sample -> ready(sample, outcome));
        outcome.rejected()
                .forEach(rejection -> meters.counter("vigie.ingest.objects.rejected", "code", rejection.code())
                        .increment());
        outcome.requireAny();
        return samples.publish(outcome.accepted())
                .thenApply(done -> Intake.json(HttpStatus.ACCEPTED.value(), outcome.toJson()));
    }

    private record InPlace(int index, String prefix, Placed sample) {}

    private Optional<InPlace> place(Credential credential, int index, Entry.Valid valid, Outcome outcome) {
        Access access = keys.mayWrite(credential, valid.source());
        if (access instanceof Access.OtherSource(String reason)) {
            // Other sources of the body may well be this key's.
            outcome.reject(index, ProblemCode.PERMISSION_DENIED, valid.prefix() + "source", reason);
            return Optional.empty();
        }
        Intake.require(access, "source");
        Sample sample = new Sample(
                valid.source(), SourceKind.SOURCE_KIND_SERVICE, valid.timestamp(), List.of(), valid.values());
        try {
            return Optional.of(new InPlace(index, valid.prefix(), samples.place(sample)));
        } catch (InvalidFrameException e) {
            String detail = String.valueOf(e.getMessage()).replaceFirst("^timestamps\\[0]: ", "");
            outcome.reject(index, e.code(), valid.prefix() + "timestamp", detail);
            return Optional.empty();
        }
    }

    private void ready(InPlace placed, Outcome outcome) {
        String field = placed.prefix() + "metrics";
        try {
            outcome.accept(samples.ready(placed.sample()));
        } catch (InvalidFrameException e) {
            outcome.reject(placed.index(), e.code(), field, String.valueOf(e.getMessage()));
        } catch (SchemaQuotaException e) {
            if (placed.prefix().isEmpty()) {
                throw intake.overQuota(e);
            }
            outcome.reject(placed.index(), ProblemCode.RESOURCE_EXHAUSTED, field, String.valueOf(e.getMessage()));
        }
    }
}
