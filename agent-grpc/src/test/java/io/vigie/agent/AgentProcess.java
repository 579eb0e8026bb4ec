package io.vigie.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The standalone jar as a process, with what it prints. */
final class AgentProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "vigie-agent.jar");

    private final Process process;
    private final Path out;
    private final Path err;

    /** With the unit's own JVM flags. */
    AgentProcess(Path folder, Map<String, String> environment) throws IOException {
        this.out = Files.createTempFile(folder, "agent", ".out");
        this.err = Files.createTempFile(folder, "agent", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx24m", "-jar", JAR.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VIGIE_") || name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    List<String> out() throws IOException {
        return Files.readAllLines(out);
    }

    List<String> err() throws IOException {
        return Files.readAllLines(err);
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
