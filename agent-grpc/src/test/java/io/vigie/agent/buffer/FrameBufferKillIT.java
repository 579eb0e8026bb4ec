package io.vigie.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameBufferKillIT {

    private static final int KILLS = 12;

    @TempDir
    Path folder;

    @Test
    void aKilledProcessLosesNothingThatWasOnDiskAndNoEpochComesTwice() throws Exception {
        Random random = new Random();
        List<Position> onDisk = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            List<Position> ofThisRun = runAndKill(20 + random.nextInt(200));
            if (!onDisk.isEmpty()) {
                assertThat(ofThisRun.get(0).epoch())
                        .isGreaterThan(onDisk.get(onDisk.size() - 1).epoch());
            }
            onDisk.addAll(ofThisRun);
        }
        try (FrameBuffer buffer = FrameBuffer.open(folder, 64 << 20, () -> Frames.at(0))) {
            List<BufferedFrame> frames = Frames.rest(buffer);
            assertThat(frames)
                    .extracting(BufferedFrame::position)
                    .containsAll(onDisk)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(frames)
                    .allSatisfy(frame -> assertThat(frame.frame().getIntegers(0))
                            .isEqualTo(frame.position().seq()));
        }
        System.out.println(onDisk.size() + " frames survived " + KILLS + " SIGKILLs");
    }

    private List<Position> runAndKill(int frames) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Position> printed = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            @Nullable String line = out.readLine();
            while (line != null) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && !words[1].isEmpty()) {
                    printed.add(new Position(Long.parseLong(words[0]), Long.parseLong(words[1])));
                }
                if (printed.size() == frames) {
                    process.toHandle().destroyForcibly(); // leaves the pipe open
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(printed).hasSizeGreaterThanOrEqualTo(frames);
        printed.remove(printed.size() - 1); // its line may be cut
        return printed;
    }
}
