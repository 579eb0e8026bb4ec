package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processor's temperature: its thermal zone, else its hwmon sensor; nothing where the machine has neither. */
final class TemperatureProbe implements Probe {

    /** The processor's temperature in °C. */
    static final Metric CPU = Metric.gauge("hw.temperature", "Cel", "id", "cpu");

    /** What kernels call the processor's sensor, the surest name first. */
    private static final List<String> NAMES = List.of(
            "cpu-thermal",
            "cpu_thermal",
            "x86_pkg_temp",
            "coretemp",
            "k10temp",
            "soc-thermal",
            "soc_thermal",
            "acpitz");

    private final KernelFiles files;

    TemperatureProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "temperature";
    }

    @Override
    public void read(Readings into) throws IOException {
        Optional<Path> sensor = best("sys/class/thermal", "thermal_zone", "type", "temp");
        if (sensor.isEmpty()) {
            sensor = best("sys/class/hwmon", "hwmon", "name", "temp1_input");
        }
        if (sensor.isPresent()) {
            into.putRounded(CPU, Long.parseLong(KernelFiles.text(sensor.get())) / 1000.0, 10);
        }
    }

    private Optional<Path> best(String folder, String prefix, String nameFile, String valueFile) throws IOException {
        Path best = null;
        int bestRank = NAMES.size();
        for (Path sensor : files.list(folder)) {
            Path name = sensor.resolve(nameFile);
            Path value = sensor.resolve(valueFile);
            if (!sensor.getFileName().toString().startsWith(prefix) || !Files.exists(name) || !Files.exists(value)) {
                continue;
            }
            int rank = NAMES.indexOf(KernelFiles.text(name));
            if (rank >= 0 && rank < bestRank) {
                best = value;
                bestRank = rank;
            }
        }
        return Optional.ofNullable(best);
    }
}
