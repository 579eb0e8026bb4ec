package io.vigie.query.graphql;

import graphql.GraphQLError;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/** Hands the identity of the request, or of the WebSocket's handshake, to the fields; and sees that every error has a code. */
final class IdentityInterceptor implements WebGraphQlInterceptor {

    /** Where the fields find the identity in the context. */
    static final String IDENTITY = "identity";

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return IdentityWebFilter.current()
                .switchIfEmpty(Mono.error(
                        () -> new ProblemException(ProblemCode.UNAUTHENTICATED, ProblemCode.UNAUTHENTICATED.title())))
                .flatMap(identity -> next(request, chain, identity));
    }

    private static Mono<WebGraphQlResponse> next(WebGraphQlRequest request, Chain chain, Identity identity) {
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context -> context.of(IDENTITY, identity))
                        .build());
        return chain.next(request)
                .flatMap(response -> isStreamForOneAnswer(request, response)
                        ? Mono.error(new ProblemException(
                                ProblemCode.INVALID_ARGUMENT,
                                "query: a subscription needs a WebSocket, or the header Accept: text/event-stream"))
                        : Mono.just(withCodes(response)));
    }

    /** Whether events would have to be told over a request that has one answer. */
    private static boolean isStreamForOneAnswer(WebGraphQlRequest request, WebGraphQlResponse response) {
        return response.getExecutionResult().getData() instanceof Publisher<?>
                && !(request instanceof WebSocketGraphQlRequest)
                && request.getHeaders().getAccept().stream()
                        .noneMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
    }

    private static WebGraphQlResponse withCodes(WebGraphQlResponse response) {
        List<GraphQLError> errors = response.getExecutionResult().getErrors();
        return errors.isEmpty()
                ? response
                : response.transform(builder ->
                        builder.errors(errors.stream().map(Problems::withCode).toList()));
    }
}
