package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    @TempDir
    Path folder;

    @Test
    void kafkaKeepsItsPortUnlessTheDoorWantsIt() throws IOException {
        int last = FreePorts.find(1).getFirst();
        int door = last + 1;
        Files.writeString(folder.resolve("kafka.port"), Integer.toString(last));
        try (DataFolder data = DataFolder.lock(folder)) {
            assertThat(Servers.kafkaPort(data, door)).isEqualTo(last);
            int other = Servers.kafkaPort(data, last);
            assertThat(other).isNotEqualTo(last);
            assertThat(Servers.kafkaPort(data, last)).as("remembered").isEqualTo(other);
        }
    }
}
