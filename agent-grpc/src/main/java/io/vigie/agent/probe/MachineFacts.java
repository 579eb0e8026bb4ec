package io.vigie.agent.probe;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Texts that describe the machine. */
final class MachineFacts {

    private static final int LONGEST = 512;

    /** Names of the cores of the boards that agents run on, by the number that ARM gave them. */
    private static final Map<String, String> ARM_PARTS = Map.of(
            "0xb76", "ARM1176",
            "0xc07", "Cortex-A7",
            "0xd03", "Cortex-A53",
            "0xd04", "Cortex-A35",
            "0xd05", "Cortex-A55",
            "0xd07", "Cortex-A57",
            "0xd08", "Cortex-A72",
            "0xd0b", "Cortex-A76");

    private final KernelFiles files;
    private final NetworkInterfaces interfaces;
    private final WifiProbe wifi;
    private final Commands commands;
    private final LocalAddress localAddress;

    /** Finds the address of an interface. */
    @FunctionalInterface
    interface LocalAddress {
        Optional<String> of(String device);
    }

    MachineFacts(
            KernelFiles files,
            NetworkInterfaces interfaces,
            WifiProbe wifi,
            Commands commands,
            LocalAddress localAddress) {
        this.files = files;
        this.interfaces = interfaces;
        this.wifi = wifi;
        this.commands = commands;
        this.localAddress = localAddress;
    }

    Map<String, String> read(String architecture) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "host.name", hostName());
        facts.put("os.type", "linux");
        put(facts, "os.description", osDescription());
        facts.put("host.arch", architecture);
        put(facts, "host.cpu.model.name", cpuModel());
        put(facts, "host.cpu.cores", cores());
        put(facts, "device.model", files.optionalText("proc/device-tree/model"));
        put(facts, "host.mac", interfaces.mac());
        put(facts, "host.ip", address());
        put(facts, "network.wifi.ssid", wifi.ssid(commands));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, Optional<String> value) {
        value.map(text -> text.substring(0, Math.min(text.length(), LONGEST))).ifPresent(text -> facts.put(name, text));
    }

    Optional<String> hostName() {
        return files.optionalText("proc/sys/kernel/hostname");
    }

    /** The JDK's name of the architecture, as OpenTelemetry and the fleet know it. */
    static String architecture(String jdkName) {
        return switch (jdkName.toLowerCase(Locale.ROOT)) {
            case "aarch64" -> "arm64";
            case "arm" -> "arm32";
            default -> jdkName;
        };
    }

    private Optional<String> osDescription() {
        return files.optionalText("etc/os-release").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst();
    }

    private Optional<String> cpuModel() {
        return cpu("CPU part")
                .map(part -> ARM_PARTS.getOrDefault(part, ""))
                .filter(name -> !name.isEmpty())
                .or(() -> cpu("model name"))
                .or(() -> cpu("Hardware"));
    }

    private Optional<String> cpu(String name) {
        return files.optionalText("proc/cpuinfo").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private Optional<String> cores() {
        return files.optionalText("proc/cpuinfo")
                .map(text -> text.lines()
                        .filter(line -> line.startsWith("processor"))
                        .count())
                .filter(count -> count > 0)
                .map(String::valueOf);
    }

    private Optional<String> address() throws IOException {
        for (String device : interfaces.real()) {
            Optional<String> address = localAddress.of(device);
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }
}
