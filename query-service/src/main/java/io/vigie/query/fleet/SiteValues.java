package io.vigie.query.fleet;

import io.vigie.frames.Column;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a device at one moment, by what the fleet's bodies call them. Filled by one thread, then read. */
final class SiteValues {

    /** The metrics that bodies are made of. */
    static final Set<String> METRICS = Set.of(
            "system.cpu.utilization",
            "system.memory.limit",
            "system.memory.usage",
            "system.memory.utilization",
            "hw.temperature",
            "system.filesystem.limit",
            "system.filesystem.usage",
            "system.filesystem.utilization",
            "system.uptime",
            "service.running",
            "application.up",
            "application.videos",
            "application.count");

    private static final String ROOT = "/";

    private final Map<String, Double> single = new HashMap<>();
    private final SortedMap<String, Disk> disks = new TreeMap<>();
    private final SortedMap<String, Boolean> services = new TreeMap<>();
    private final SortedMap<String, Boolean> applications = new TreeMap<>();
    private final SortedMap<String, Double> counts = new TreeMap<>();

    /** A file system; what is not known is absent. In bytes, and 0 to 1. */
    static final class Disk {
        private OptionalDouble limit = OptionalDouble.empty();
        private OptionalDouble used = OptionalDouble.empty();
        private OptionalDouble free = OptionalDouble.empty();
        private OptionalDouble utilization = OptionalDouble.empty();

        /** Its size: what is reserved for root is neither used nor free. */
        OptionalDouble size() {
            return limit.isEmpty() && used.isPresent() && free.isPresent()
                    ? OptionalDouble.of(used.getAsDouble() + free.getAsDouble())
                    : limit;
        }

        OptionalDouble used() {
            return used;
        }

        OptionalDouble free() {
            return free;
        }

        OptionalDouble utilization() {
            return utilization;
        }
    }

    /** Takes a value; what belongs to no body is left out. */
    void put(Column column, double value) {
        Map<String, String> labels = column.labels();
        switch (column.name()) {
            case "hw.temperature" -> {
                if (labels.getOrDefault("id", "cpu").equals("cpu")) {
                    single.put(column.name(), value);
                }
            }
            case "system.memory.usage" -> single.put(column.name() + "/" + labels.get("state"), value);
            case "system.filesystem.limit" -> disk(labels).limit = OptionalDouble.of(value);
            case "system.filesystem.utilization" -> disk(labels).utilization = OptionalDouble.of(value);
            case "system.filesystem.usage" -> {
                if ("free".equals(labels.get("state"))) {
                    disk(labels).free = OptionalDouble.of(value);
                } else {
                    disk(labels).used = OptionalDouble.of(value);
                }
            }
            case "service.running" -> services.put(labels.getOrDefault("name", ""), value > 0);
            case "application.up" -> applications.put(labels.getOrDefault("name", ""), value > 0);
            case "application.count" -> counts.put(labels.getOrDefault("name", ""), value);
            case "application.videos" -> counts.put("videos", value);
            default -> single.put(column.name(), value);
        }
    }

    private Disk disk(Map<String, String> labels) {
        return disks.computeIfAbsent(labels.getOrDefault("mountpoint", ROOT), mountpoint -> new Disk());
    }

    OptionalDouble get(String metric) {
        Double value = single.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    OptionalDouble memory(String state) {
        return get("system.memory.usage/" + state);
    }

    /** The root's file system, or the first one; with nothing in it where there is none. */
    Disk disk() {
        return disks.containsKey(ROOT) || disks.isEmpty()
                ? disks.getOrDefault(ROOT, new Disk())
                : disks.firstEntry().getValue();
    }

    /** Whether each runs, by name. */
    SortedMap<String, Boolean> services() {
        return Collections.unmodifiableSortedMap(services);
    }

    /** How many there are of what an application counts, by name. */
    SortedMap<String, Double> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /** Whether each is there, by name. */
    SortedMap<String, Boolean> applications() {
        return Collections.unmodifiableSortedMap(applications);
    }
}
