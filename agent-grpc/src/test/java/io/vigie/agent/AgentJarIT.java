package io.vigie.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.vigie.agent.uplink.TestServer;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.agent.v1.SourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJarIT {

    private static final String KEY = "avl_" + "0123456789".repeat(4);

    @TempDir
    Path folder;

    private Map<String, String> settings(String server, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "MONITORING_SERVER", server,
                "SITE_ID", "cesson-b827eb123456",
                "CLUB_NAME", "CESSON",
                "MONITORING_INTERVAL", "1000",
                "VIGIE_HEARTBEAT_INTERVAL", "1000",
                "VIGIE_KEY", KEY,
                "VIGIE_DATA_DIR", folder.resolve("state").toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private AgentProcess agent(Map<String, String> settings) throws IOException {
        return new AgentProcess(folder, settings);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    @Test
    void saysWhatItIsSendsThisMachineAndStopsQuicklyOnSigterm() throws Exception {
        try (TestServer server = new TestServer(now());
                AgentProcess agent = agent(settings("127.0.0.1:" + server.port()))) {
            eventually().until(() -> server.frames.size() >= 3 && server.heartbeats.get() >= 1);
            eventually().until(() -> agent.out().size() == 3);

            assertThat(agent.out().get(0))
                    .matches("Vigie agent \\d.*: cesson-b827eb123456 \\(club CESSON\\) on .*, linux .*");
            assertThat(agent.out().get(1))
                    .isEqualTo("Sends to http://127.0.0.1:" + server.port() + " each 1 s with its key avl_01234567…");
            assertThat(agent.out().get(2)).isEqualTo("First send worked: the server has stored it");

            Hello hello = server.hellos.get(0);
            assertThat(hello.getKind()).isEqualTo(SourceKind.SOURCE_KIND_DEVICE);
            assertThat(hello.getLabelsMap()).containsEntry("club", "CESSON");
            assertThat(hello.getFactsMap()).containsKeys("host.name", "host.arch", "host.cpu.cores");
            assertThat(hello.getSampleIntervalMs()).isEqualTo(1000);
            assertThat(server.schemas.get(0).getColumnsList())
                    .extracting("name")
                    .contains("system.cpu.utilization", "system.memory.usage", "system.filesystem.usage");

            long before = System.nanoTime();
            agent.process().destroy();
            assertThat(agent.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            Duration stopped = Duration.ofNanos(System.nanoTime() - before);
            System.out.println("stopped " + stopped.toMillis() + " ms after SIGTERM");
            assertThat(stopped).isLessThan(Duration.ofSeconds(3));
            assertThat(agent.err()).isEmpty();
        }
    }

    @Test
    void whatItMeasuredBeforeItWasKilledArrivesFirst() throws Exception {
        int port;
        try (TestServer unused = new TestServer(now())) {
            port = unused.port();
        }
        Map<String, String> settings = settings("127.0.0.1:" + port);
        Path buffer;
        try (AgentProcess agent = agent(settings)) {
            eventually().until(() -> agent.out().size() == 3);
            assertThat(agent.out().get(2)).startsWith("First send failed: UNAVAILABLE: Connection refused");
            buffer = buffer();
            long empty = size(buffer);
            eventually().until(() -> size(buffer) > empty + 2000);
        } // killed
        try (TestServer server = new TestServer(now(), port);
                AgentProcess agent = agent(settings)) {
            eventually().until(() -> server.frames.stream().anyMatch(frame -> frame.getEpoch() == 0));
            SequencedFrame first = server.frames.get(0);
            assertThat(first.getEpoch()).isBetween(1L, server.hellos.get(0).getEpoch() - 1);
            assertThat(first.getSeq()).isEqualTo(1);
            assertThat(first.getFrame().getTimeEstimated()).isFalse();
            assertThat(agent.process().isAlive()).isTrue();
        }
    }

    private Path buffer() throws IOException {
        try (var sources = Files.list(folder.resolve("state"))) {
            return sources.findFirst().orElseThrow().resolve("buffer");
        }
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void aWrongSettingIsOneLineAndAnExitCode() throws Exception {
        Map<String, String> settings = settings("127.0.0.1:1", "MONITORING_INTERVAL", "5 minutes");
        try (AgentProcess agent = agent(settings)) {
            assertThat(agent.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.process().exitValue()).isEqualTo(2);
            assertThat(agent.err())
                    .containsExactly("vigie-agent: MONITORING_INTERVAL: must be milliseconds from 1000 to 86400000,"
                            + " it is '5 minutes'");
            assertThat(agent.out()).isEmpty();
        }
    }

    @Test
    void aFolderThatCantBeWrittenAndAMissingKeyAreOneLineToo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        checkRefusal(settings("127.0.0.1:1", "VIGIE_DATA_DIR", file.toString()), "vigie-agent: VIGIE_DATA_DIR: ");
        checkRefusal(settings("127.0.0.1:1", "VIGIE_KEY", ""), "vigie-agent: VIGIE_KEY: is missing");
    }

    private void checkRefusal(Map<String, String> settings, String begins) throws Exception {
        try (AgentProcess agent = agent(settings)) {
            assertThat(agent.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.process().exitValue()).isEqualTo(2);
            assertThat(agent.err()).hasSize(1).first().asString().startsWith(begins);
        }
    }

    @Test
    void aSecondAgentForTheSameSourceIsRefused() throws Exception {
        try (TestServer server = new TestServer(now());
                AgentProcess first = agent(settings("127.0.0.1:" + server.port()))) {
            eventually().until(() -> !server.hellos.isEmpty());
            checkRefusal(
                    settings("127.0.0.1:" + server.port()),
                    "vigie-agent: VIGIE_DATA_DIR: another agent for cesson-b827eb123456 uses ");
            assertThat(first.process().isAlive()).isTrue();
        }
    }

    @Test
    void sendsOverTlsToAServerOfItsTrustFileOnly() throws Exception {
        Path store = folder.resolve("server.p12");
        Path pem = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-alias", "server", "-file", pem.toString());
        try (TestServer server = new TestServer(now(), 0, credentials(store))) {
            String address = "https://127.0.0.1:" + server.port();
            try (AgentProcess stranger = agent(settings(address))) {
                eventually().until(() -> stranger.out().size() == 3);
                assertThat(stranger.out().get(2))
                        .startsWith("First send failed: ")
                        .contains("certification path");
            }
            try (AgentProcess agent = agent(settings(address, "VIGIE_TRUST_FILE", pem.toString()))) {
                eventually().until(() -> agent.out().size() == 3);
                assertThat(agent.out().get(2)).isEqualTo("First send worked: the server has stored it");
            }
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "password"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static ServerCredentials credentials(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "password".toCharArray());
        return TlsServerCredentials.newBuilder()
                .keyManager(factory.getKeyManagers())
                .build();
    }
}
