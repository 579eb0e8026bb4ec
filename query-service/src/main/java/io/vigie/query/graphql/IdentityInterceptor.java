package io.vigie.query.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.owner.Asker;
import java.util.List;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands the identity of the request, or of the WebSocket's handshake, to the fields; and sees that every error has a code. */
final class IdentityInterceptor implements WebGraphQlInterceptor {

    /** Where the fields find the identity in the context. */
    static final String IDENTITY = "identity";

    private static final GraphQLError NO_SUBSCRIPTION = Problems.of(
            new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "query: text/event-stream is for subscriptions; others need the header Accept: application/json"),
            null);

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return IdentityWebFilter.current()
                .switchIfEmpty(Mono.error(
                        () -> new ProblemException(ProblemCode.UNAUTHENTICATED, ProblemCode.UNAUTHENTICATED.title())))
                .flatMap(identity -> next(request, chain, identity));
    }

    private static Mono<WebGraphQlResponse> next(WebGraphQlRequest request, Chain chain, Identity identity) {
        Asker asker = new Asker(identity, token(request), request instanceof WebSocketGraphQlRequest);
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(
                        context -> context.of(IDENTITY, identity).of(Asker.CONTEXT, asker))
                .build());
        return chain.next(request).map(IdentityInterceptor::withCodes).flatMap(response -> fitting(request, response));
    }

    /** The filter in front has found it good. */
    private static String token(WebGraphQlRequest request) {
        return Objects.requireNonNullElse(request.getHeaders().getFirst(IdentityTokens.HEADER), "");
    }

    private static Mono<WebGraphQlResponse> fitting(WebGraphQlRequest request, WebGraphQlResponse response) {
        boolean isStream = response.getExecutionResult().getData() instanceof Publisher<?>;
        if (request instanceof WebSocketGraphQlRequest || isStream == takesEvents(request)) {
            return Mono.just(response);
        }
        if (isStream) {
            return Mono.error(new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "query: a subscription needs a WebSocket, or the header Accept: text/event-stream"));
        }
        return Mono.just(asEvent(response));
    }

    /** Whether the handler of events was chosen, which is where no single answer is accepted. */
    private static boolean takesEvents(WebGraphQlRequest request) {
        List<MediaType> accepted = request.getHeaders().getAccept();
        return accepted.stream().anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype)
                && accepted.stream()
                        .noneMatch(type -> type.includes(MediaType.APPLICATION_JSON)
                                || type.includes(MediaType.APPLICATION_GRAPHQL_RESPONSE));
    }

    /** Its errors as the only event; else the handler of events would say only that there is no subscription. */
    private static WebGraphQlResponse asEvent(WebGraphQlResponse response) {
        List<GraphQLError> errors = response.getExecutionResult().getErrors();
        ExecutionResult event = ExecutionResult.newExecutionResult()
                .errors(errors.isEmpty() ? List.of(NO_SUBSCRIPTION) : errors)
                .build();
        return response.transform(builder -> builder.data(Flux.just(event)).errors(List.of()));
    }

    private static WebGraphQlResponse withCodes(WebGraphQlResponse response) {
        List<GraphQLError> errors = response.getExecutionResult().getErrors();
        return errors.isEmpty()
                ? response
                : response.transform(builder ->
                        builder.errors(errors.stream().map(Problems::withCode).toList()));
    }
}
