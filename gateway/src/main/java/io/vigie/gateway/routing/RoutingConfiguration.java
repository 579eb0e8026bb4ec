package io.vigie.gateway.routing;

import io.netty.channel.ChannelOption;
import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.surface.Surface;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.WebsocketRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.Buildable;
import org.springframework.cloud.gateway.route.builder.GatewayFilterSpec;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.WebsocketServerSpec;

/** The routes, and the parts of Spring Cloud Gateway that are replaced (its own are switched off in gateway.yml). */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UpstreamSettings.class)
class RoutingConfiguration {

    private static final int NO_TIMEOUT = -1;
    private static final int MAX_WEBSOCKET_FRAME = 1024 * 1024;

    @Bean
    RouteLocator routes(RouteLocatorBuilder routes, UpstreamSettings upstreams) {
        UpstreamGuard query = new UpstreamGuard("query-service");
        UpstreamGuard ingestGrpc = new UpstreamGuard("ingest-service");
        long responseTimeout = upstreams.responseTimeout().toMillis();
        RouteLocatorBuilder.Builder all = routes.routes()
                .route(
                        "agents",
                        route -> route.path("/vigie.agent.v1.AgentService/**")
                                .filters(filters -> filters.filter(ingestGrpc).filter(new GrpcStreamEnd()))
                                .metadata(ProtocolRoutingFilter.H2C, true)
                                .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, NO_TIMEOUT)
                                .uri(upstreams.ingestGrpcUri()))
                .route(
                        "graphql-websocket",
                        route -> route.path("/graphql")
                                .and()
                                .header("Upgrade", "(?i)websocket")
                                .filters(RoutingConfiguration::vouchedFor)
                                .uri(upstreams.query()))
                .route(
                        "graphql-events",
                        route -> route.path("/graphql")
                                .and()
                                .header("Accept", ".*text/event-stream.*")
                                .filters(filters -> vouchedFor(filters).filter(query))
                                .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, NO_TIMEOUT)
                                .uri(upstreams.query()))
                .route(
                        "graphql",
                        route -> route.path("/graphql")
                                .filters(filters ->
                                        repeatable(vouchedFor(filters).filter(query)))
                                .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, responseTimeout)
                                .uri(upstreams.query()))
                .route(
                        "intake",
                        route -> route.path(Surface.INTAKE.paths())
                                .filters(filters -> onItsOwn(filters).filter(new UpstreamGuard("ingest-service")))
                                .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, responseTimeout)
                                .uri(upstreams.ingest()))
                .route("sites", rest(Surface.QUERY, query, responseTimeout, upstreams.query()));
        if (upstreams.errors() != null) {
            UpstreamGuard errors = new UpstreamGuard("error-service");
            all.route("errors", rest(Surface.ERRORS, errors, responseTimeout, upstreams.errors()));
        }
        if (upstreams.alerts() != null) {
            UpstreamGuard alerts = new UpstreamGuard("alert-service");
            all.route("alerts", rest(Surface.ALERTS, alerts, responseTimeout, upstreams.alerts()));
        }
        return all.build();
    }

    private static Function<PredicateSpec, Buildable<Route>> rest(
            Surface surface, UpstreamGuard guard, long responseTimeout, URI service) {
        return route -> route.path(surface.paths())
                .filters(filters -> repeatable(vouchedFor(filters).filter(guard)))
                .metadata(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR, responseTimeout)
                .uri(service);
    }

    /**
     * The service sees who asks by the gateway's own token alone. It is asked under its own name and sees no foreign origin: the
     * gateway has compared them, and behind TLS the service would see another scheme than the browser.
     */
    private static GatewayFilterSpec vouchedFor(GatewayFilterSpec filters) {
        return onItsOwn(filters)
                .filter((exchange, chain) -> {
                    Caller.of(exchange);
                    return chain.filter(exchange);
                })
                .removeRequestHeader("Authorization")
                .removeRequestHeader("X-API-Key")
                .removeRequestHeader("Origin");
    }

    /**
     * The gateway itself looks at cookies, and asks for a body that waits to be asked: a service that refuses such a one early would
     * break the connection under it.
     */
    private static GatewayFilterSpec onItsOwn(GatewayFilterSpec filters) {
        return filters.removeRequestHeader("Cookie").removeRequestHeader("Expect");
    }

    /** Once more where the connection broke, and only what may safely be asked twice. */
    @SuppressWarnings("unchecked") // an array of one class
    private static GatewayFilterSpec repeatable(GatewayFilterSpec filters) {
        return filters.retry(retry -> retry.setRetries(1)
                .setMethods(HttpMethod.GET, HttpMethod.HEAD)
                .setSeries()
                .setExceptions(IOException.class));
    }

    @Bean
    NettyRoutingFilter protocolRoutingFilter(
            HttpClient client,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters,
            HttpClientProperties properties) {
        return new ProtocolRoutingFilter(client, headersFilters, properties);
    }

    /** Goes when the routing filter is switched off, and is needed as it is. */
    @Bean
    NettyWriteResponseFilter nettyWriteResponseFilter(
            GatewayProperties properties, ObjectProvider<List<HttpHeadersFilter>> headersFilters) {
        return new NettyWriteResponseFilter(properties.getStreamingMediaTypes(), headersFilters);
    }

    @Bean
    WebSocketService sockets(RequestUpgradeStrategy upgrades) {
        return new Sockets(new HandshakeWebSocketService(upgrades));
    }

    @Bean
    WebsocketRoutingFilter websocketRoutingFilter(
            WebSocketClient client, WebSocketService sockets, ObjectProvider<List<HttpHeadersFilter>> headersFilters) {
        return new WebsocketRoutingFilter(client, sockets, headersFilters);
    }

    @Bean
    WebSocketClient webSocketClient(HttpClient client) {
        return new ReactorNettyWebSocketClient(
                client.protocol(HttpProtocol.HTTP11),
                () -> WebsocketClientSpec.builder()
                        .maxFramePayloadLength(MAX_WEBSOCKET_FRAME)
                        .handlePing(false));
    }

    @Bean
    RequestUpgradeStrategy upgrades() {
        return new ReactorNettyRequestUpgradeStrategy(
                () -> WebsocketServerSpec.builder().maxFramePayloadLength(MAX_WEBSOCKET_FRAME));
    }

    @Bean
    GrpcStatusHeaders grpcStatusHeaders() {
        return new GrpcStatusHeaders();
    }

    @Bean
    CallerAddress callerAddress() {
        return new CallerAddress();
    }

    /** On this context's own event loops, so that it ends with it and with nothing else. */
    @Bean
    HttpClientCustomizer ownEventLoops(ReactorResourceFactory resources, UpstreamSettings upstreams) {
        int connectMillis = Math.toIntExact(upstreams.connectTimeout().toMillis());
        return client ->
                client.runOn(resources.getLoopResources()).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis);
    }
}
