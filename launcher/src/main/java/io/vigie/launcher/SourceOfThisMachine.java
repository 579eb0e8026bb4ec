package io.vigie.launcher;

import io.vigie.agent.buffer.DurableFile;
import io.vigie.proto.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Under which id the local agent reports: the host's name at the first start, kept from then on. */
final class SourceOfThisMachine {
    private SourceOfThisMachine() {}

    static SourceId in(Path directory) throws IOException {
        Path file = directory.resolve("source");
        if (Files.exists(file)) {
            return new SourceId(Files.readString(file).strip());
        }
        SourceId source = Stream.of(hostNameFile(), Optional.ofNullable(System.getenv("HOSTNAME")))
                .flatMap(Optional::stream)
                .flatMap(name -> sourceId(name).stream())
                .findFirst()
                .orElseGet(() -> new SourceId("this-machine"));
        DurableFile.write(file, (source.value() + "\n").getBytes(StandardCharsets.UTF_8), false);
        return source;
    }

    private static Optional<String> hostNameFile() throws IOException {
        Path file = Path.of("/etc/hostname");
        return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private static Optional<SourceId> sourceId(String name) {
        try {
            return Optional.of(new SourceId(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
