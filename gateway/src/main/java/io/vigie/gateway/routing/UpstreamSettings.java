package io.vigie.gateway.routing;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param query of the query-service: {@code http://host:port}
 * @param ingest of the ingest-service's HTTP door: {@code http://host:port}
 * @param errors of the error-service: {@code http://host:port}; without it its paths are nobody's
 * @param alerts of the alert-service: {@code http://host:port}; without it its paths are nobody's
 * @param ingestGrpc of the ingest-service's gRPC door: {@code host:port}, plain HTTP/2
 * @param connectTimeout how long opening a connection may take
 * @param responseTimeout how long the beginning of an answer may take; not for streams
 */
@ConfigurationProperties("vigie.gateway.upstreams")
record UpstreamSettings(
        URI query,
        URI ingest,
        @Nullable URI errors,
        @Nullable URI alerts,
        String ingestGrpc,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout) {

    UpstreamSettings {
        require(query, "query", "http://host:port");
        require(ingest, "ingest", "http://host:port");
        require(ingestGrpc, "ingest-grpc", "host:port");
        if (connectTimeout.toMillis() < 1 || responseTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "vigie.gateway.upstreams.connect-timeout and response-timeout must be at least 1ms");
        }
    }

    URI ingestGrpcUri() {
        return URI.create("http://" + ingestGrpc);
    }

    private static void require(@Nullable Object value, String name, String form) {
        if (value == null) {
            throw new IllegalArgumentException("vigie.gateway.upstreams." + name + " is missing: " + form);
        }
    }
}
