package io.vigie.agent.probe;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A copy of the kernel's files of a Raspberry Pi 4, which a test may change. */
public final class Pi {

    private final Path root;

    public Pi(Path root) throws IOException {
        this.root = root;
        URL fixture = Pi.class.getResource("/pi4");
        if (fixture == null) {
            throw new IOException("the fixture is missing");
        }
        try {
            copy(Path.of(fixture.toURI()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private void copy(Path fixture) throws IOException {
        try (Stream<Path> files = Files.walk(fixture)) {
            for (Path file : files.toList()) {
                Path copy = root.resolve(fixture.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    public Path root() {
        return root;
    }

    public Pi write(String path, String text) throws IOException {
        Files.writeString(root.resolve(path), text);
        return this;
    }

    public void remove(String path) throws IOException {
        Files.delete(root.resolve(path));
    }

    /** The machine that these files show: 32 GB, of which 12 are used, on each file system. */
    public Machine machine(List<String> services, List<Application> applications, String printed) {
        return new Machine(
                root,
                services,
                applications,
                command -> answer(command, printed),
                path -> new Space(12_000_000_000L, 18_000_000_000L),
                device -> device.equals("wlan0") ? Optional.of("192.168.4.1") : Optional.empty());
    }

    public Machine machine() {
        return machine(List.of(), List.of(), "");
    }

    private static String answer(List<String> command, String printed) throws IOException {
        return switch (command.get(0)) {
            case "systemctl" -> printed;
            case "iw" -> "Connected to 11:22:33:44:55:66 (on wlan0)\n\tSSID: CESSON\n\tfreq: 2437\n";
            default -> throw new IOException("Cannot run program \"" + command.get(0) + "\"");
        };
    }
}
