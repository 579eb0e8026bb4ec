package io.vigie.query.graphql;

import graphql.GraphQLError;
import graphql.schema.DataFetchingEnvironment;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.execution.SubscriptionExceptionResolverAdapter;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** The engine's wiring. */
@Configuration(proxyBeanMethods = false)
class GraphQlConfiguration {

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> wiring.scalar(Scalars.INSTANT).scalar(Scalars.TIMES).scalar(Scalars.VALUES);
    }

    @Bean
    RequestLimits requestLimits() {
        return new RequestLimits();
    }

    @Bean
    IdentityInterceptor identityInterceptor() {
        return new IdentityInterceptor();
    }

    /** A body that is empty or {@code null} would get an empty answer. */
    @Bean
    WebFilter emptyBodyFilter() {
        return (exchange, chain) -> exchange.getRequest().getMethod().equals(HttpMethod.POST)
                ? chain.filter(exchange).then(Mono.defer(() -> refuseUnanswered(exchange)))
                : chain.filter(exchange);
    }

    private static Mono<Void> refuseUnanswered(ServerWebExchange exchange) {
        return exchange.getResponse().isCommitted()
                ? Mono.empty()
                : Mono.error(new ProblemException(ProblemCode.INVALID_ARGUMENT, "The body holds no request"));
    }

    @Bean
    DataFetcherExceptionResolverAdapter problemResolver() {
        return new DataFetcherExceptionResolverAdapter() {
            @Override
            protected GraphQLError resolveToSingleError(Throwable cause, DataFetchingEnvironment environment) {
                return Problems.of(cause, environment);
            }
        };
    }

    @Bean
    SubscriptionExceptionResolverAdapter subscriptionProblemResolver() {
        return new SubscriptionExceptionResolverAdapter() {
            @Override
            protected GraphQLError resolveToSingleError(Throwable cause) {
                return Problems.of(cause, null);
            }
        };
    }
}
