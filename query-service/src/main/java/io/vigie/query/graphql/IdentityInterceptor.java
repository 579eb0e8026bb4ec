package io.vigie.query.graphql;

import graphql.GraphQLError;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
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
        return chain.next(request).map(IdentityInterceptor::withCodes);
    }

    private static WebGraphQlResponse withCodes(WebGraphQlResponse response) {
        List<GraphQLError> errors = response.getExecutionResult().getErrors();
        return errors.isEmpty()
                ? response
                : response.transform(builder ->
                        builder.errors(errors.stream().map(Problems::withCode).toList()));
    }
}
