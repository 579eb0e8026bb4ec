package io.vigie.agent.uplink;

import io.vigie.agent.buffer.DurableFile;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A key that the agent made itself and introduces with a fleet key. Only its hash leaves the machine. Introducing the same
 * key again is harmless.
 */
public final class EnrolledKey implements Credentials {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_PROBLEM = 300;
    private static final Pattern DETAIL = member("detail");
    private static final Pattern TITLE = member("title");

    private static Pattern member(String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){1,1000})\"");
    }

    private final URI server;
    private final Optional<SSLContext> tls;
    private final SourceId source;
    private final Optional<ApiKey> fleetKey;
    private final Path enrolledMark;
    private final ApiKey key;
    /** Just introduced: what takes the stream may not have heard of it yet. */
    private boolean isNew;

    /**
     * Reads the key of this folder, or makes one, which is on disk (0600) before it is used.
     *
     * @param server the gateway over HTTP
     * @param tls what to trust; empty: the JDK's own
     * @param fleetKey empty where the agent is enrolled already
     * @throws IOException where the key can't be read or written
     */
    public static EnrolledKey of(
            Path folder, URI server, Optional<SSLContext> tls, SourceId source, Optional<ApiKey> fleetKey)
            throws IOException {
        return new EnrolledKey(folder, server, tls, source, fleetKey);
    }

    private EnrolledKey(Path folder, URI server, Optional<SSLContext> tls, SourceId source, Optional<ApiKey> fleetKey)
            throws IOException {
        this.server = server;
        this.tls = tls;
        this.source = source;
        this.fleetKey = fleetKey;
        this.enrolledMark = folder.resolve("enrolled");
        this.key = keyIn(keyFile(folder));
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("agent.key");
    }

    /** Whether this folder has a key. */
    public static boolean exists(Path folder) {
        return Files.exists(keyFile(folder));
    }

    private static ApiKey keyIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            ApiKey made = ApiKey.generate(new SecureRandom());
            DurableFile.write(file, (made.reveal() + "\n").getBytes(StandardCharsets.US_ASCII), true);
            return made;
        }
        return ApiKey.parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip())
                .orElseThrow(() -> new IOException(file
                        + " is damaged; remove it and have an administrator release the source, then the agent enrols"
                        + " itself anew"));
    }

    @Override
    public Result obtain() throws IOException, InterruptedException {
        if (fleetKey.isEmpty() || Files.exists(enrolledMark)) {
            return new Result.Usable(key);
        }
        try {
            return enrol(fleetKey.get());
        } catch (HttpTimeoutException e) {
            return new Result.NotYet("no answer within " + LIMIT.toSeconds() + " s", Duration.ZERO);
        } catch (IOException e) {
            return new Result.NotYet(Reasons.of(e), Duration.ZERO);
        }
    }

    private Result enrol(ApiKey with) throws IOException, InterruptedException {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(client::sslContext);
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/agents/enrol"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("X-API-Key", with.reveal())
                .POST(HttpRequest.BodyPublishers.ofString(body()))
                .build();
        HttpResponse<String> response = client.build().send(request, HttpResponse.BodyHandlers.ofString());
        int status = response.statusCode();
        if (status / 100 == 2) {
            DurableFile.write(enrolledMark, new byte[0], false);
            isNew = true;
            return new Result.Usable(key);
        }
        Duration wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        return new Result.NotYet(
                "enrolment of " + source + " with the fleet key " + with + " was refused (" + status + ")"
                        + problem(response.body()),
                wait);
    }

    /** A source id has no character that JSON would escape. */
    private String body() {
        return "{\"sourceId\":\"" + source + "\",\"prefix\":\"" + key.prefix() + "\",\"sha256\":\""
                + HexFormat.of().formatHex(key.sha256()) + "\"}";
    }

    /** The sentence of a problem (RFC 9457); what else came is left out. */
    private static String problem(String body) {
        for (Pattern member : List.of(DETAIL, TITLE)) {
            Matcher found = member.matcher(body);
            if (found.find()) {
                String text = found.group(1)
                        .replaceAll("\\\\[bfnrt]", " ")
                        .replaceAll("\\\\([\"\\\\/])", "$1")
                        .replaceAll("\\p{Cntrl}+", " ");
                return ": " + text.substring(0, Math.min(text.length(), LONGEST_PROBLEM));
            }
        }
        return "";
    }

    @Override
    public boolean refused() throws IOException {
        if (isNew) {
            isNew = false;
            return true;
        }
        Files.deleteIfExists(enrolledMark);
        return false;
    }

    @Override
    public String describe() {
        return "own key " + key;
    }
}
