package io.vigie.gateway.door;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** What of gRPC the gateway has to know: how a call is recognized and how it is ended. */
public final class Grpc {

    private Grpc() {}

    /** Whether the request is a gRPC call. */
    public static boolean isCall(ServerWebExchange exchange) {
        return StringUtils.startsWithIgnoreCase(
                exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), "application/grpc");
    }

    /** Ends the answer with these trailers, when it ends; replaces trailers set before. */
    public static void trailers(ServerWebExchange exchange, HttpHeaders trailers) {
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        response.trailerHeaders(to -> trailers.forEach(to::set));
    }

    /** How gRPC says a refusal: status, message and, where it is known, when to try again. */
    public static HttpHeaders status(ProblemException refusal) {
        HttpHeaders status = new HttpHeaders();
        int code = code(refusal.code());
        status.set("grpc-status", Integer.toString(code));
        status.set("grpc-message", percentEncoded(refusal.detail()));
        refusal.retryAfter()
                .ifPresent(wait -> status.set(
                        "grpc-status-details-bin", Base64.getEncoder().encodeToString(details(code, refusal, wait))));
        return status;
    }

    /** Answers a call with nothing but a status: one header block, which is header and trailer at once. */
    static Mono<Void> refuse(ServerWebExchange exchange, ProblemException refusal) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/grpc");
        response.getHeaders().addAll(status(refusal));
        return response.setComplete();
    }

    private static byte[] details(int code, ProblemException refusal, java.time.Duration wait) {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(
                        Duration.newBuilder().setSeconds(wait.toSeconds()).setNanos(wait.toNanosPart()))
                .build();
        return com.google.rpc.Status.newBuilder()
                .setCode(code)
                .setMessage(refusal.detail())
                .addDetails(Any.pack(retry))
                .build()
                .toByteArray();
    }

    /** As the gRPC protocol wants it: printable ASCII stays, everything else is %XX. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int code(ProblemCode code) {
        return switch (code) {
            case INVALID_ARGUMENT, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> 3;
            case DEADLINE_EXCEEDED -> 4;
            case ALREADY_EXISTS -> 6;
            case PERMISSION_DENIED -> 7;
            case PAYLOAD_TOO_LARGE, RESOURCE_EXHAUSTED -> 8;
            case FAILED_PRECONDITION -> 9;
            // A path that nobody serves is a method that nobody implements.
            case NOT_FOUND, METHOD_NOT_ALLOWED -> 12;
            case INTERNAL -> 13;
            case UNAVAILABLE -> 14;
            case UNAUTHENTICATED -> 16;
        };
    }
}
