package io.vigie.gateway.access;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Whether a request comes from a page of this gateway. A browser adds the cookie whatever page asked; only {@code Origin} tells
 * them apart, which no page can forge.
 */
final class OwnOrigin {

    private OwnOrigin() {}

    /** For a request with the cookie: a change, or a WebSocket, needs our own origin; a plain read must not have another's. */
    static boolean isRespected(ServerHttpRequest request) {
        Optional<String> origin = Optional.ofNullable(request.getHeaders().getOrigin());
        return origin.map(value -> isOwn(value, request)).orElseGet(() -> isPlainRead(request));
    }

    /** For a request without a credential, such as a login: where a page sent it, it was ours. */
    static boolean isNotForeign(ServerHttpRequest request) {
        String origin = request.getHeaders().getOrigin();
        return origin == null || isOwn(origin, request);
    }

    private static boolean isPlainRead(ServerHttpRequest request) {
        HttpMethod method = request.getMethod();
        return (method == HttpMethod.GET || method == HttpMethod.HEAD)
                && request.getHeaders().getUpgrade() == null;
    }

    /** Behind a proxy that ends TLS the page is https and the door is not; a door with TLS has no page over plain text. */
    private static boolean isOwn(String origin, ServerHttpRequest request) {
        if ("https".equals(request.getURI().getScheme())
                && !origin.toLowerCase(Locale.ROOT).startsWith("https:")) {
            return false;
        }
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        String expected = host != null ? host : request.getURI().getAuthority();
        return expected != null && authority(origin).equals(Optional.of(expected.toLowerCase(Locale.ROOT)));
    }

    /** Host and port as the header Host has them: without the port that the scheme has anyway. */
    private static Optional<String> authority(String origin) {
        try {
            URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
            boolean usualPort = uri.getPort() == -1
                    || ("http".equals(uri.getScheme()) && uri.getPort() == 80)
                    || ("https".equals(uri.getScheme()) && uri.getPort() == 443);
            return Optional.ofNullable(uri.getHost()).map(host -> usualPort ? host : host + ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
