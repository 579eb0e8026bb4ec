package io.vigie.gateway.caller;

import io.vigie.proto.ApiKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.StringUtils;

/**
 * What a request shows of itself: a person's token or a program's key, from {@code Authorization: Bearer}, {@code X-API-Key} or
 * the cookie, the first that is there.
 *
 * @param byCookie whether a browser added it by itself, on behalf of whatever page
 */
public record Credentials(Optional<String> token, Optional<ApiKey> key, boolean byCookie) {

    /** The browser's. */
    public static final String COOKIE = "vigie_session";

    private static final String BEARER = "Bearer ";

    /** Of this request; both empty where there is none, or none that has a credential's form. */
    public static Credentials of(ServerHttpRequest request) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return ofBearer(authorization);
        }
        String key = request.getHeaders().getFirst("X-API-Key");
        if (key != null) {
            return new Credentials(Optional.empty(), ApiKey.parse(key.strip()), false);
        }
        return ofCookie(request.getCookies().getFirst(COOKIE));
    }

    private static Credentials ofBearer(String authorization) {
        if (!StringUtils.startsWithIgnoreCase(authorization, BEARER)) {
            return new Credentials(Optional.empty(), Optional.empty(), false);
        }
        String credential = authorization.substring(BEARER.length()).strip();
        return credential.startsWith(ApiKey.MARK)
                ? new Credentials(Optional.empty(), ApiKey.parse(credential), false)
                : new Credentials(Optional.of(credential), Optional.empty(), false);
    }

    private static Credentials ofCookie(@Nullable HttpCookie cookie) {
        return cookie == null
                ? new Credentials(Optional.empty(), Optional.empty(), false)
                : new Credentials(Optional.of(cookie.getValue()), Optional.empty(), true);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials[token=" + token.isPresent() + ", key=" + key + ", byCookie=" + byCookie + "]";
    }
}
