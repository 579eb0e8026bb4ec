package io.vigie.e2e;

import io.vigie.testkit.process.ChildProcess;
import io.vigie.testkit.process.VigieProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The sample consumer of examples/consumer, run by Debian's Python. */
final class PythonConsumer {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path SCRIPT = VigieProcess.ROOT.resolve("examples/consumer/vigie_events.py");

    private PythonConsumer() {}

    /**
     * Follows topics from their beginning, as a group of this name.
     *
     * @return empty, with one line that says so, where Python or its Kafka client is missing; with CI=true that fails
     */
    static Optional<ChildProcess> follow(String kafka, String group, Path folder, String topic)
            throws IOException, InterruptedException {
        if (!isThere()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(PYTHON + " with confluent_kafka is missing (python3-confluent-kafka)");
            }
            System.out.println("Skipped: the sample consumer needs Debian's python3-confluent-kafka");
            return Optional.empty();
        }
        return Optional.of(ChildProcess.start(new ProcessBuilder(
                PYTHON,
                SCRIPT.toString(),
                "--bootstrap",
                kafka,
                "--group",
                group,
                "--seen",
                folder.resolve(group + ".db").toString(),
                topic)));
    }

    private static boolean isThere() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(PYTHON, "-c", "import confluent_kafka")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }
}
