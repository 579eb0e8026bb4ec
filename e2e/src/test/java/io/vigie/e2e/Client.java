package io.vigie.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API with a key. One that keeps at it sends the same again until it is told that it was taken. */
final class Client {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String key;

    Client(String url, String key) {
        this.url = url;
        this.key = key;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(to(path, Map.of()).GET().build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Sends it once; the status of the answer. */
    int post(String path, Map<String, String> headers, String body) throws IOException, InterruptedException {
        return http.send(
                        to(path, headers)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** Sends it until it is acknowledged; a refusal that says not to come back fails. Returns how often it was sent. */
    int keepPosting(String path, Map<String, String> headers, String body) throws InterruptedException {
        for (int times = 1; ; times++) {
            try {
                int status = post(path, headers, body);
                if (status / 100 == 2) {
                    return times;
                }
                if (status / 100 == 4 && status != 429) {
                    throw new AssertionError(status + " for " + body);
                }
            } catch (IOException e) {
                // Killed before it answered: whether it was taken is not known.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private HttpRequest.Builder to(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-API-Key", key);
        headers.forEach(request::header);
        return request;
    }
}
