package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine's CPU in a real browser, live. */
class BrowserIT {

    private static final Path DASHBOARD = VigieProcess.ROOT.resolve("dashboard");

    @TempDir
    Path data;

    @Test
    void aPersonSignsInAndSeesThisMachinesCpuMove() throws Exception {
        Path browser = browser().orElseGet(BrowserIT::withoutBrowser);
        Path pictures = Files.createDirectories(VigieProcess.ROOT.resolve("e2e/target/pictures"));
        try (VigieProcess vigie = VigieProcess.start(data, FreePorts.find(1).getFirst())) {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "DashboardBuild.java",
                            "system-test",
                            "target")
                    .directory(DASHBOARD.toFile())
                    .redirectErrorStream(true);
            builder.environment()
                    .putAll(Map.of(
                            "VIGIE_URL",
                            vigie.url(),
                            "VIGIE_USER",
                            "admin",
                            "VIGIE_PASSWORD",
                            vigie.adminPassword().orElseThrow(),
                            "VIGIE_BROWSER",
                            browser.toString(),
                            "VIGIE_PICTURES",
                            pictures.toString()));
            Process person = builder.start();
            person.inputReader().lines().forEach(System.out::println);
            assertThat(person.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(person.exitValue()).isZero();
        }
    }

    private static Optional<Path> browser() {
        String given = System.getenv("VIGIE_BROWSER");
        Stream<Path> candidates = given != null
                ? Stream.of(Path.of(given))
                : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                                .map(name -> Path.of(folder, name)));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    private static Path withoutBrowser() {
        String message = "No Chromium found (PATH, or its file in VIGIE_BROWSER)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        return abort(message);
    }
}
