package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line names what is damaged and what to do; doing that, Vigie starts. */
class DamagedDataIT {
    private final int port = FreePorts.find(1).getFirst();

    @TempDir
    Path data;

    @Test
    void eachServersFileIsNamedAndMayBeMovedAway() throws Exception {
        startAndStop();
        Path redis = data.resolve("redis/appendonly.aof");
        Files.writeString(redis, "damaged");
        isNamed(redis);
        Path kafka = data.resolve("kafka");
        damage(kafka.resolve("__cluster_metadata-0/00000000000000000000.log"));
        isNamed(kafka);
        Path mongo = data.resolve("mongo/mongo.mv");
        damage(mongo);
        isNamed(mongo);
        startAndStop();
    }

    private void isNamed(Path damaged) throws Exception {
        try (VigieProcess vigie = VigieProcess.launch(data, port)) {
            assertThat(vigie.awaitExit()).isEqualTo(1);
            assertThat(vigie.output())
                    .singleElement()
                    .asString()
                    .startsWith(damaged + " is damaged (")
                    .contains("put back a copy of it, or move it away and go on without ");
            System.out.println(vigie.output().getFirst());
        }
        Files.move(damaged, data.resolve("damaged-" + damaged.getFileName()));
    }

    private void startAndStop() throws Exception {
        try (VigieProcess vigie = VigieProcess.start(data, port)) {
            vigie.stop();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < content.length / 2; i++) {
            content[i] ^= 0x55;
        }
        Files.write(file, content);
    }
}
