package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in one process, started, stopped and killed. */
class VigieIT {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final int port = FreePorts.find(1).getFirst();

    @TempDir
    Path data;

    @Test
    void startsStopsAndGoesOnWithNothingLeftOver() throws Exception {
        try (VigieProcess first = start()) {
            assertThat(String.join("\n", first.output())).matches("""
                    Vigie is ready in [0-9]+\\.[0-9] s
                      Dashboard  http://localhost:%1$d
                      Agents     localhost:%1$d \\(gRPC\\)
                      Kafka      localhost:[0-9]+
                      Sign in    admin / \\S+
                      API key    avl_[0-9A-Za-z]{40}""".formatted(port));
            endsWithin(LONGEST_STOP, first);
        }
        try (VigieProcess second = start()) {
            assertThat(second.output()).hasSize(4);
            endsWithin(LONGEST_STOP, second);
        }
        try (VigieProcess third = start("--reset-admin-password")) {
            assertThat(third.output()).hasSize(5).last().asString().matches("  Sign in    admin / \\S+");
            endsWithin(LONGEST_STOP, third);
        }
        assertThat(warnings()).isEmpty();
        assertThat(logged()).as("said by libraries").allMatch(line -> line.matches(".*] i(o)?\\.v(igie)?\\..*"));
        assertThat(logged()).as("of three runs").hasSizeBetween(30, 75);
    }

    @Test
    void startsAgainAfterAKill() throws Exception {
        // Killed before it has noted that a person saw its first password, it would rightly make and show another.
        try (VigieProcess first = start()) {
            endsWithin(LONGEST_STOP, first);
        }
        List<ProcessHandle> leftOver;
        try (VigieProcess second = start()) {
            leftOver = second.handle().descendants().toList();
            second.kill();
        }
        assertThat(leftOver).isNotEmpty();
        try (VigieProcess third = start()) {
            assertThat(leftOver).noneMatch(ProcessHandle::isAlive);
            assertThat(third.output()).hasSize(4);
        }
    }

    @Test
    void warnsWhenItIsOpenAndPlain() throws Exception {
        try (VigieProcess vigie = VigieProcess.launch(data, port, "--listen", "0.0.0.0")) {
            vigie.awaitReady();
            assertThat(vigie.output().getFirst())
                    .isEqualTo("Warning: passwords and keys travel in plain text to 0.0.0.0:" + port
                            + ". Use --tls-cert and --tls-key.");
        }
    }

    @Test
    void aDamagedSigningKeyIsNamed() throws Exception {
        try (VigieProcess first = start()) {
            endsWithin(LONGEST_STOP, first);
        }
        Files.writeString(data.resolve("keys/signing-key.pem"), "damaged");

        try (VigieProcess second = launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output()).hasSize(1).first().asString().contains("signing-key.pem");
        }
    }

    private VigieProcess start(String... more) throws IOException {
        VigieProcess vigie = launch(more);
        vigie.awaitReady();
        return vigie;
    }

    private VigieProcess launch(String... more) throws IOException {
        return VigieProcess.launch(data, port, more);
    }

    private void endsWithin(Duration longest, VigieProcess vigie) throws Exception {
        List<ProcessHandle> children = vigie.handle().descendants().toList();
        Duration took = vigie.stop();
        System.out.println("Vigie stopped after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(longest);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    private List<String> warnings() throws IOException {
        return logged().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("\tat "))
                .toList();
    }

    private List<String> logged() throws IOException {
        return Files.readAllLines(data.resolve("logs/vigie.log"));
    }
}
