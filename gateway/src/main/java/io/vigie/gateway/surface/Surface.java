package io.vigie.gateway.surface;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The paths of the services, by service. The gateway's own are not among them. */
public enum Surface {
    /** What devices and applications send to ingest-service, which checks their keys itself, as it does over gRPC. */
    INTAKE(false, "/report", "/api/metrics", "/api/v1/metrics"),
    /** What query-service answers. */
    QUERY(true, "/graphql/**", "/api/sites/**", "/api/stats"),
    /** What error-service answers. */
    ERRORS(true, "/errors/**", "/api/v1/errors/**", "/api/v1/issues/**"),
    /** What alert-service answers. */
    ALERTS(
            true,
            "/api/alerts",
            "/api/v1/alerts/**",
            "/api/v1/rules/**",
            "/api/v1/silences/**",
            "/api/v1/channels/**",
            "/api/v1/deliveries/**");

    private final boolean vouchedFor;
    private final List<String> paths;
    private final List<PathPattern> patterns;

    Surface(boolean vouchedFor, String... paths) {
        this.vouchedFor = vouchedFor;
        this.paths = List.of(paths);
        this.patterns = this.paths.stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }

    /** Paths that are pages, too: for who asks for HTML. */
    private static final PathPattern ALSO_PAGES = PathPatternParser.defaultInstance.parse("/errors/**");

    /** The one that this request is for; empty: the gateway's own, a page, or nobody's. */
    public static Optional<Surface> of(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return ALSO_PAGES.matches(path) && isForHtml(request) ? Optional.empty() : of(path);
    }

    private static boolean isForHtml(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.GET
                && request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT).stream()
                        .anyMatch(accepted -> accepted.contains(MediaType.TEXT_HTML_VALUE));
    }

    /** The one that this path belongs to; empty: the gateway's own, or nobody's. */
    public static Optional<Surface> of(PathContainer path) {
        return Arrays.stream(values())
                .filter(surface -> surface.patterns.stream().anyMatch(pattern -> pattern.matches(path)))
                .findFirst();
    }

    /** Whether the gateway lets in only whom it knows, and tells the service who that is. */
    public boolean isVouchedFor() {
        return vouchedFor;
    }

    /** Its paths as patterns. */
    public String[] paths() {
        return paths.toArray(String[]::new);
    }
}
