package io.vigie.gateway.routing;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.caller.Caller;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells the services behind, for their audit events, where somebody is whom the gateway vouches for: the address of the connection. What a
 * caller says of it is dropped.
 */
final class CallerAddress implements HttpHeadersFilter, Ordered {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    @Override
    public HttpHeaders filter(HttpHeaders request, ServerWebExchange exchange) {
        HttpHeaders headers = HttpHeaders.copyOf(request);
        headers.remove(FORWARDED_FOR);
        String address = Actor.address(exchange.getRequest().getRemoteAddress());
        if (Caller.isKnown(exchange) && address != null) {
            headers.set(FORWARDED_FOR, address);
        }
        return headers;
    }

    /** After Spring Cloud Gateway's own, which takes the header away. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
