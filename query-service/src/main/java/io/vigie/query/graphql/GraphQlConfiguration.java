package io.vigie.query.graphql;

import graphql.GraphQLError;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.execution.SubscriptionExceptionResolverAdapter;

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

    @Bean
    DoorFilter doorFilter() {
        return new DoorFilter();
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
