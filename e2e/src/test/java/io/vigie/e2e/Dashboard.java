package io.vigie.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does: signs in, asks over GraphQL, subscribes over graphql-transport-ws. */
final class Dashboard {

    static final JsonMapper JSON = new JsonMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String url;
    private final String token;

    private Dashboard(String url, String token) {
        this.url = url;
        this.token = token;
    }

    static Dashboard signIn(String url, String username, String password) throws IOException, InterruptedException {
        HttpResponse<String> response = post(
                url + "/auth/login", null, JSON.writeValueAsString(Map.of("username", username, "password", password)));
        if (response.statusCode() != 200) {
            throw new AssertionError("login: " + response.statusCode() + " " + response.body());
        }
        return new Dashboard(url, JSON.readTree(response.body()).path("token").asString());
    }

    /** The same person at another address, with the token of before. */
    Dashboard at(String otherUrl) {
        return new Dashboard(otherUrl, token);
    }

    /** The member {@code data} of the answer; fails on errors. */
    JsonNode query(String query, Map<String, Object> variables) throws IOException, InterruptedException {
        HttpResponse<String> response =
                post(url + "/graphql", token, JSON.writeValueAsString(Map.of("query", query, "variables", variables)));
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() != 200 || body.has("errors")) {
            throw new AssertionError("GraphQL: " + response.statusCode() + " " + response.body());
        }
        return body.path("data");
    }

    /** What a path of the REST API answers. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return answered(request(url + path, token).GET());
    }

    /** The same, of what was put there. */
    JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return answered(request(url + path, token).PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static JsonNode answered(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError("REST: " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    static HttpResponse<String> post(String address, @Nullable String token, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                request(address, token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String address, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** Subscribes; each event's {@code payload.data} is put on the queue. */
    Subscription subscribe(String query, Map<String, Object> variables) throws InterruptedException {
        Subscription subscription = new Subscription();
        subscription.socket = HTTP.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .header("Authorization", "Bearer " + token)
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/graphql"), subscription)
                .join();
        subscription.send("{\"type\":\"connection_init\"}");
        subscription.awaitAck();
        subscription.send(JSON.writeValueAsString(
                Map.of("id", "1", "type", "subscribe", "payload", Map.of("query", query, "variables", variables))));
        return subscription;
    }

    /** An open subscription. */
    static final class Subscription implements WebSocket.Listener, AutoCloseable {

        private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(JSON.readTree(partial.toString()));
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        /** The next event, or an error when there is none in time. */
        JsonNode next(Duration timeout) throws InterruptedException {
            return nextWithin(timeout).orElseThrow(() -> new AssertionError("no event within " + timeout));
        }

        /** The next event; empty when there is none in time. */
        Optional<JsonNode> nextWithin(Duration timeout) throws InterruptedException {
            JsonNode message = messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                return Optional.empty();
            }
            return switch (message.path("type").asString()) {
                case "next" -> Optional.of(message.path("payload").path("data"));
                case "ping" -> {
                    send("{\"type\":\"pong\"}");
                    yield nextWithin(timeout);
                }
                default -> throw new AssertionError("not an event: " + message);
            };
        }

        private void awaitAck() throws InterruptedException {
            JsonNode ack = messages.poll(10, TimeUnit.SECONDS);
            if (ack == null || !ack.path("type").asString().equals("connection_ack")) {
                throw new AssertionError("no connection_ack but " + ack);
            }
        }

        private void send(String text) {
            WebSocket open = socket;
            if (open != null) {
                open.sendText(text, true).join();
            }
        }

        @Override
        public void close() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
