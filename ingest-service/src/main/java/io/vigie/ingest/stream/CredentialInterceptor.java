package io.vigie.ingest.stream;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.vigie.proto.ApiKey;
import java.util.Locale;
import java.util.Optional;

/** Reads the API key of a call: {@code authorization: Bearer avl_…} or {@code x-api-key: avl_…}. */
final class CredentialInterceptor implements ServerInterceptor {

    static final Context.Key<ApiKey> API_KEY = Context.key("api-key");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> X_API_KEY =
            Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "bearer ";

    @Override
    public <I, O> ServerCall.Listener<I> interceptCall(
            ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
        Context context = key(headers)
                .map(key -> Context.current().withValue(API_KEY, key))
                .orElseGet(Context::current);
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static Optional<ApiKey> key(Metadata headers) {
        String given = headers.get(X_API_KEY);
        if (given != null) {
            return ApiKey.parse(given.strip());
        }
        String authorization = headers.get(AUTHORIZATION);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        return ApiKey.parse(authorization.substring(BEARER.length()).strip());
    }
}
