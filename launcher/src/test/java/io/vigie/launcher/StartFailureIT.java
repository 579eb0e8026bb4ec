package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.ChildProcess;
import io.vigie.testkit.process.VigieProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure is one line that says what to do, and an exit code. */
class StartFailureIT {
    private final String port = FreePorts.find(1).getFirst().toString();

    @TempDir
    Path directory;

    @Test
    void aPortInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String used = Integer.toString(taken.getLocalPort());

            failsWith(
                    1,
                    "Port " + used + " is in use: stop what listens there, or choose another with --port N.",
                    "--data",
                    directory.toString(),
                    "--port",
                    used);
        }
    }

    @Test
    void aFolderThatCanNotBeWritten() throws Exception {
        Path data = Files.createFile(directory.resolve("file")).resolve("data");

        failsWith(1, "The folder " + data + " can't be written", "--data", data.toString(), "--port", port);
    }

    @Test
    void aSecondInstanceOnTheSameFolder() throws Exception {
        try (DataFolder first = DataFolder.lock(directory)) {
            assertThat(first.resolve("lock")).exists();

            failsWith(
                    1,
                    "Another Vigie (process " + ProcessHandle.current().pid() + ") uses the folder " + directory
                            + ": stop it, or choose another folder with --data DIR.",
                    "--data",
                    directory.toString(),
                    "--port",
                    port);
        }
    }

    @Test
    void aDamagedKeyFile() throws Exception {
        KeyPairFiles files = KeyPairFiles.in(directory);
        Path damaged = Files.writeString(directory.resolve("damaged.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        tlsFailsWith("--tls-key " + damaged + " holds no readable private key", files.certificate(), damaged);
        tlsFailsWith("--tls-cert " + damaged + " holds no readable certificate", damaged, files.key());
        tlsFailsWith(
                "--tls-key " + directory.resolve("missing.pem") + " can't be read",
                files.certificate(),
                directory.resolve("missing.pem"));
        tlsFailsWith(
                "is not the one of the certificate",
                files.certificate(),
                KeyPairFiles.in(Files.createDirectory(directory.resolve("other")))
                        .key());
    }

    @Test
    void anAddressThatIsNotOurs() throws Exception {
        failsWith(
                1,
                "192.0.2.1 is no address of this machine",
                "--data",
                directory.toString(),
                "--port",
                port,
                "--listen",
                "192.0.2.1");
    }

    @Test
    void aWrongCommandLine() throws Exception {
        failsWith(2, "'--prot' is no option of up; './vigie help' says what there is.", "--prot", port);
    }

    @Test
    void helpIsNoFailure() throws Exception {
        try (ChildProcess vigie = VigieProcess.run(List.of("help"))) {
            assertThat(vigie.awaitExit()).isZero();
            assertThat(String.join("\n", vigie.output())).contains("vigie up [options]", "--tls-key FILE");
        }
    }

    private void tlsFailsWith(String line, Path certificate, Path key) throws Exception {
        failsWith(
                1,
                line,
                "--data",
                directory.resolve("data").toString(),
                "--port",
                port,
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString());
    }

    private static void failsWith(int exitCode, String line, String... options)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(options));
        try (ChildProcess vigie = VigieProcess.run(arguments)) {
            assertThat(vigie.awaitExit()).isEqualTo(exitCode);
            assertThat(vigie.output()).hasSize(1).first().asString().contains(line);
        }
    }
}
