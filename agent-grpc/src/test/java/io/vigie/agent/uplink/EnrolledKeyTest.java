package io.vigie.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolledKeyTest {

    @TempDir
    Path folder;

    private final ApiKey fleetKey = ApiKey.generate(new SecureRandom());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("X-API-Key") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().add("Retry-After", "7");
        byte[] body = "{\"title\":\"Conflict\",\"detail\":\"The source \\\"a\\\" is claimed\",\"status\":409}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void close() {
        gateway.stop(0);
    }

    private EnrolledKey key(Optional<ApiKey> with) throws IOException {
        return EnrolledKey.of(
                folder,
                URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()),
                Optional.empty(),
                new SourceId("saint étienne-b827eb123456"),
                with);
    }

    private static ApiKey usable(EnrolledKey key) throws IOException, InterruptedException {
        Credentials.Result result = key.obtain();
        assertThat(result).isInstanceOf(Credentials.Result.Usable.class);
        return ((Credentials.Result.Usable) result).key();
    }

    @Test
    void introducesItsOwnKeyByItsHashAndKeepsItForTheOwnerOnly() throws Exception {
        ApiKey own = usable(key(Optional.of(fleetKey)));

        assertThat(requests)
                .containsExactly("POST /api/v1/agents/enrol " + fleetKey.reveal()
                        + " {\"sourceId\":\"saint étienne-b827eb123456\",\"prefix\":\"" + own.prefix()
                        + "\",\"sha256\":\"" + HexFormat.of().formatHex(own.sha256()) + "\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("agent.key"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("agent.key")).strip()).isEqualTo(own.reveal());
    }

    @Test
    void isIntroducedOnceAndStaysTheSameOverRestarts() throws Exception {
        ApiKey own = usable(key(Optional.of(fleetKey)));

        assertThat(usable(key(Optional.of(fleetKey))).reveal()).isEqualTo(own.reveal());
        assertThat(usable(key(Optional.empty())).reveal()).isEqualTo(own.reveal());
        assertThat(requests).hasSize(1);
    }

    @Test
    void aKeyThatTheServerNoLongerKnowsIsIntroducedAgain() throws Exception {
        EnrolledKey key = key(Optional.of(fleetKey));
        usable(key);
        assertThat(key.refused()).as("it is new").isTrue();
        usable(key);
        assertThat(requests).hasSize(1);
        assertThat(key.refused()).isFalse();
        usable(key);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }

    @Test
    void aRefusalSaysWhyAndWhenToComeAgainAndTheKeyStaysTheSame() throws Exception {
        status = 409;
        EnrolledKey key = key(Optional.of(fleetKey));

        assertThat(key.obtain())
                .isEqualTo(new Credentials.Result.NotYet(
                        "enrolment of saint étienne-b827eb123456 with the fleet key " + fleetKey
                                + " was refused (409): The source \"a\" is claimed",
                        Duration.ofSeconds(7)));
        status = 201;
        usable(key);
        assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }

    @Test
    void aGatewayThatIsAwayIsNoEnd() throws Exception {
        gateway.stop(0);

        assertThat(key(Optional.of(fleetKey)).obtain()).isInstanceOf(Credentials.Result.NotYet.class);
    }

    @Test
    void aDamagedKeyFileIsNotReplacedInSilence() throws Exception {
        Files.writeString(folder.resolve("agent.key"), "avl_");

        assertThatThrownBy(() -> key(Optional.of(fleetKey)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("agent.key is damaged");
    }
}
