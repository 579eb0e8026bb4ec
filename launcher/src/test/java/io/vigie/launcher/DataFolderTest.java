package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path directory;

    @Test
    void isMadeForItsOwnerOnlyAndLockedUntilClosed() throws Exception {
        Path path = directory.resolve("new/data");

        try (DataFolder data = DataFolder.lock(path)) {
            assertThat(data.resolve("kafka")).isEqualTo(path.toRealPath().resolve("kafka"));
            assertThat(Files.readString(path.resolve("lock")))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
        DataFolder.lock(path).close();
    }

    @Test
    void thatCanNotBeMadeIsNamedWithWhatToDo() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataFolder.lock(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("can't be written")
                .hasMessageContaining("--data DIR");
        assertThatThrownBy(() -> DataFolder.lock(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("can't be written");
    }
}
