package io.vigie.agent.sampling;

import io.vigie.agent.probe.Metric;
import io.vigie.agent.probe.Readings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The limits that make a sample urgent. Whether an alert comes of it is the server's business. */
final class Thresholds {

    private static final double HOTTEST = 75;
    private static final double FULLEST = 0.90;
    private static final double LEAST_SPACE = 2e9;

    private Thresholds() {}

    /** Which values are beyond their limit, each with the limit's name. */
    static Set<String> crossed(Readings readings) {
        Set<String> crossed = new HashSet<>();
        readings.values().forEach((metric, value) -> {
            if (isCrossed(metric, value)) {
                crossed.add(metric.name() + metric.labels());
            }
        });
        return crossed;
    }

    private static boolean isCrossed(Metric metric, double value) {
        Map<String, String> labels = metric.labels();
        return switch (metric.name()) {
            case "hw.temperature" -> value > HOTTEST;
            case "system.memory.utilization", "system.filesystem.utilization" -> value > FULLEST;
            case "system.filesystem.usage" -> "free".equals(labels.get("state")) && value < LEAST_SPACE;
            case "service.running", "application.up" -> value == 0;
            default -> false;
        };
    }
}
