package io.vigie.agent.probe;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The strength of the WiFi signal per interface; nothing without WiFi. */
final class WifiProbe implements Probe {

    private static final String WIRELESS = "proc/net/wireless";

    private final KernelFiles files;

    WifiProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "WiFi";
    }

    @Override
    public void read(Readings into) throws IOException {
        // wlan0: 0000   58.  -52.  -256        0      0      0      0     31        0
        for (String device : devices()) {
            String[] words = line(device);
            double level = Double.parseDouble(words[3]);
            // Old drivers give the dBm as an unsigned byte.
            into.put(Metric.gauge("system.wifi.signal", "dBm", "device", device), level > 63 ? level - 256 : level);
        }
    }

    private List<String> devices() {
        return files.optionalText(WIRELESS).stream()
                .flatMap(String::lines)
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    private String[] line(String device) throws IOException {
        for (String[] words : files.words(WIRELESS)) {
            if (words[0].equals(device + ":")) {
                return words;
            }
        }
        throw new IOException(WIRELESS + " has lost " + device);
    }

    /** The name of the network that it is in, by the first tool that knows. */
    Optional<String> ssid(Commands commands) {
        for (String device : devices()) {
            Optional<String> name = printed(commands, List.of("iwgetid", device, "--raw"))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .or(() -> printed(commands, List.of("iw", "dev", device, "link"))
                            .flatMap(text -> text.lines()
                                    .map(String::strip)
                                    .filter(line -> line.startsWith("SSID: "))
                                    .map(line -> line.substring("SSID: ".length()))
                                    .findFirst()));
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> printed(Commands commands, List<String> command) {
        try {
            return Optional.of(commands.run(command));
        } catch (IOException e) {
            return Optional.empty(); // not installed, or not connected
        }
    }
}
