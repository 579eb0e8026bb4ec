package io.vigie.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The dashboard's one page, under whatever address its router knows. */
final class Pages {

    /** Under these nobody looks for a page. */
    private static final List<String> NO_PAGES =
            List.of("/api/", "/auth/", "/graphql", "/vigie.", "/assets/", "/actuator");

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final String NOT_BUILT = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Vigie</title>
            <h1>Vigie runs, without its dashboard</h1>
            <p>It was built without its pages. Build it again without <code>-Dui.skip</code> to have them.
            <p>GraphQL, REST and gRPC are served all the same.
            </html>
            """;

    private final Resource index;

    Pages(Resource index) {
        this.index = index;
    }

    /** Whether a person wants to see a page: a program that names no type, or JSON, gets the API of the same path. */
    boolean isWanted(ServerRequest request) {
        boolean read = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        String path = request.path();
        return read
                && isPageAccepted(path, request.headers().accept())
                && NO_PAGES.stream().noneMatch(path::startsWith)
                && !isFile(path);
    }

    /** The address that {@code vigie up} prints is a page for whoever does not ask for something else. */
    private static boolean isPageAccepted(String path, List<MediaType> accepted) {
        return accepted.stream().anyMatch(Pages::isHtml)
                || path.equals("/") && (accepted.isEmpty() || accepted.stream().anyMatch(MediaType::isWildcardType));
    }

    /** A site's id may have dots, a page's own address has none. */
    private static boolean isFile(String path) {
        return !path.startsWith("/sites/")
                && path.substring(path.lastIndexOf('/') + 1).contains(".");
    }

    private static boolean isHtml(MediaType type) {
        return type.getType().equals("text") && type.getSubtype().equals("html");
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return index.exists()
                ? ServerResponse.ok()
                        .contentType(HTML)
                        .cacheControl(CacheControl.noCache())
                        .bodyValue(index)
                : ServerResponse.status(HttpStatus.NOT_FOUND).contentType(HTML).bodyValue(NOT_BUILT);
    }
}
