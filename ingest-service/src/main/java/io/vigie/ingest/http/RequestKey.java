package io.vigie.ingest.http;

import io.vigie.proto.ApiKey;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** The API key of a request: {@code X-API-Key: avl_…} or {@code Authorization: Bearer avl_…}, the first that is there. */
final class RequestKey {

    private static final String BEARER = "Bearer ";

    private RequestKey() {}

    /** Empty where there is none, or none that has a key's form. */
    static Optional<ApiKey> of(HttpHeaders headers) {
        String given = headers.getFirst("X-API-Key");
        if (given != null) {
            return ApiKey.parse(given.strip());
        }
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && StringUtils.startsWithIgnoreCase(authorization, BEARER)
                ? ApiKey.parse(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
