package io.vigie.gateway.routing;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** Speaks HTTP/1.1 with services, and plain HTTP/2 where the route's metadata says so: gRPC without TLS knows nothing else. */
final class ProtocolRoutingFilter extends NettyRoutingFilter {

    /** Route metadata: present where the service speaks plain HTTP/2. */
    static final String H2C = "vigie.h2c";

    private final HttpClient h2c;

    ProtocolRoutingFilter(
            HttpClient client,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters,
            HttpClientProperties properties) {
        super(client.protocol(HttpProtocol.HTTP11), headersFilters, properties);
        this.h2c = client.protocol(HttpProtocol.H2C);
    }

    @Override
    protected HttpClient getHttpClient(Route route, ServerWebExchange exchange) {
        return route.getMetadata().containsKey(H2C) ? h2c : super.getHttpClient(route, exchange);
    }
}
