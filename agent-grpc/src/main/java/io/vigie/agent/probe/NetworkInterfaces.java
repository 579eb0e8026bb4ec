package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The machine's real network interfaces: those with hardware behind them; in a container, all but the loopback. */
final class NetworkInterfaces {

    private static final String FOLDER = "sys/class/net";
    private static final String NO_MAC = "00:00:00:00:00:00";

    private final KernelFiles files;

    NetworkInterfaces(KernelFiles files) {
        this.files = files;
    }

    /** Their names in the kernel's order. */
    List<String> real() throws IOException {
        List<Path> withHardware = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path link : files.list(FOLDER)) {
            if (Files.exists(link.resolve("device"))) {
                withHardware.add(link);
            } else if (!link.getFileName().toString().equals("lo") && Files.exists(link.resolve("ifindex"))) {
                others.add(link);
            }
        }
        List<Path> real = withHardware.isEmpty() ? others : withHardware;
        real.sort(Comparator.comparingInt(NetworkInterfaces::index));
        return real.stream().map(link -> link.getFileName().toString()).toList();
    }

    private static int index(Path link) {
        try {
            return Integer.parseInt(KernelFiles.text(link.resolve("ifindex")));
        } catch (IOException | NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    /** The hardware address of the first that has one, as {@code b8:27:eb:12:34:56}. */
    Optional<String> mac() throws IOException {
        for (String device : real()) {
            Optional<String> mac = files.optionalText(FOLDER + "/" + device + "/address")
                    .filter(text -> text.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}") && !text.equals(NO_MAC));
            if (mac.isPresent()) {
                return mac;
            }
        }
        return Optional.empty();
    }
}
