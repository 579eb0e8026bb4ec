package io.vigie.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.key.Access;
import io.vigie.ingest.key.Credential;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.schema.SchemaQuotaException;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.ApiKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The way of every body over HTTP: its key is known, there is room for it, it is read and inflated, it is handled, and Kafka has
 * what came of it. Every refusal is problem details.
 */
public final class Intake {

    private static final long LEAST_ROOM = 4096;
    private static final int LARGE = 16 * 1024;

    private final KeyRegistry keys;
    private final HttpSettings settings;
    private final Duration retryAfter;
    private final MeterRegistry meters;
    private final AtomicLong inFlight = new AtomicLong();

    /** Tells clients to come back after the given time where they may. */
    public Intake(KeyRegistry keys, HttpSettings settings, Duration retryAfter, MeterRegistry meters) {
        this.keys = keys;
        this.settings = settings;
        this.retryAfter = retryAfter;
        this.meters = meters;
        meters.gauge("vigie.ingest.http.in.flight.bytes", inFlight);
    }

    /** What becomes of a body. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles it.
         *
         * @return the answer, when Kafka has it; fails with {@link UnavailableException} where that is unknown
         * @throws InvalidBodyException where it is refused
         * @throws ProblemException where it is refused in other words
         */
        CompletableFuture<ResponseEntity<byte[]>> handle(Submission submission) throws InvalidBodyException;
    }

    /** Takes the body of a request. */
    public Mono<ResponseEntity<byte[]>> take(Surface surface, ServerWebExchange exchange, Handler handler) {
        ServerHttpRequest request = exchange.getRequest();
        return authenticate(request.getHeaders())
                .flatMap(credential -> withRoom(request, credential, handler))
                .onErrorMap(error -> !(error instanceof ProblemException), this::explain)
                .doOnSuccess(answer -> count(surface, "taken"))
                .doOnError(
                        ProblemException.class,
                        problem -> count(surface, problem.code().code()));
    }

    private void count(Surface surface, String outcome) {
        meters.counter("vigie.ingest.http", "surface", surface.tag(), "outcome", outcome)
                .increment();
    }

    private Mono<Credential> authenticate(HttpHeaders headers) {
        Optional<ApiKey> key = RequestKey.of(headers);
        if (key.isEmpty()) {
            return Mono.error(new ProblemException(
                    ProblemCode.UNAUTHENTICATED, "no API key: X-API-Key or Authorization: Bearer avl_… is needed"));
        }
        return Mono.fromFuture(() -> keys.authenticate(key.get()), true)
                .timeout(settings.keyWithin())
                .onErrorMap(error -> unavailable("the API keys can't be read now"))
                .map(known -> known.orElseThrow(() -> new ProblemException(
                        ProblemCode.UNAUTHENTICATED, "the API key is unknown, switched off or deleted")));
    }

    private Mono<ResponseEntity<byte[]>> withRoom(ServerHttpRequest request, Credential credential, Handler handler) {
        BodyForm form = BodyForm.of(request.getHeaders());
        long announced = request.getHeaders().getContentLength();
        if (announced > HttpSettings.MAX_BODY_BYTES) {
            return Mono.error(BodyForm.tooLarge());
        }
        long room =
                announced < 0 || form == BodyForm.GZIP ? HttpSettings.MAX_BODY_BYTES : Math.max(announced, LEAST_ROOM);
        if (inFlight.addAndGet(room) > settings.maxInFlight().toBytes()) {
            inFlight.addAndGet(-room);
            return Mono.error(unavailable("too many bodies are on their way; this one was not looked at"));
        }
        return read(request)
                .map(form::plain)
                .map(body -> new Submission(credential, request.getHeaders(), body))
                .flatMap(submission -> handle(submission, handler))
                .doFinally(end -> inFlight.addAndGet(-room));
    }

    private Mono<byte[]> read(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), HttpSettings.MAX_BODY_BYTES)
                .map(Intake::bytes)
                .defaultIfEmpty(new byte[0])
                .timeout(settings.bodyWithin())
                .onErrorMap(
                        TimeoutException.class,
                        late -> new ProblemException(
                                ProblemCode.INVALID_ARGUMENT,
                                "body: must come within "
                                        + settings.bodyWithin().toSeconds() + " s"))
                .onErrorMap(DataBufferLimitException.class, large -> BodyForm.tooLarge());
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** What takes long to read is read where it holds up no other connection. */
    private static Mono<ResponseEntity<byte[]>> handle(Submission submission, Handler handler) {
        Mono<ResponseEntity<byte[]>> handled = Mono.defer(() -> handleNow(submission, handler));
        return submission.body().length > LARGE ? handled.subscribeOn(Schedulers.parallel()) : handled;
    }

    private static Mono<ResponseEntity<byte[]>> handleNow(Submission submission, Handler handler) {
        try {
            CompletableFuture<ResponseEntity<byte[]>> answer = handler.handle(submission);
            return Mono.fromFuture(answer, true);
        } catch (InvalidBodyException e) {
            return Mono.error(refused(e));
        }
    }

    /** What the client is told about a body that is not taken. */
    public static ProblemException refused(InvalidBodyException invalid) {
        return new ProblemException(
                String.valueOf(invalid.getMessage()), List.of(new FieldError(invalid.field(), invalid.detail())));
    }

    private Throwable explain(Throwable error) {
        return error instanceof UnavailableException ? unavailable("Kafka does not take records now") : error;
    }

    /** What the client is told about a source that adds too many columns in a day. */
    public ProblemException overQuota(SchemaQuotaException quota) {
        return ProblemException.retry(ProblemCode.RESOURCE_EXHAUSTED, String.valueOf(quota.getMessage()), retryAfter);
    }

    private ProblemException unavailable(String detail) {
        return ProblemException.retry(ProblemCode.UNAVAILABLE, detail, retryAfter);
    }

    /**
     * Goes on where the key may.
     *
     * @param sourceField how the request calls the source
     * @throws ProblemException where it may not
     */
    public static void require(Access access, String sourceField) {
        switch (access) {
            case Access.Granted granted -> {}
            case Access.Unauthenticated refused ->
                throw new ProblemException(ProblemCode.UNAUTHENTICATED, refused.reason());
            case Access.Denied denied -> throw new ProblemException(ProblemCode.PERMISSION_DENIED, denied.reason());
            case Access.OtherSource other ->
                throw new ProblemException(ProblemCode.PERMISSION_DENIED, sourceField + ": " + other.reason());
        }
    }

    /** An answer in JSON, whatever the request's Accept says. */
    public static ResponseEntity<byte[]> json(int status, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
