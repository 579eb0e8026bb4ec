package io.vigie.query.fleet;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the whole fleet. The four counts by status are exclusive and add up to the total.
 *
 * @param averageMetrics over the sites that have a value
 */
record FleetStats(
        int totalSites,
        long activeSites,
        long warningsSites,
        long criticalSites,
        long offlineSites,
        int totalAlerts,
        long criticalAlerts,
        Averages averageMetrics) {

    /** Texts with one decimal; null where no site has a value. */
    record Averages(
            @Nullable String temperature,
            @Nullable String cpu,
            @Nullable String memory,
            @Nullable String disk) {}

    static FleetStats of(List<Site> sites) {
        return new FleetStats(
                sites.size(),
                count(sites, Site.ONLINE),
                count(sites, Site.WARNING),
                count(sites, Site.CRITICAL),
                count(sites, Site.OFFLINE),
                sites.stream().mapToInt(site -> site.alerts().size()).sum(),
                sites.stream()
                        .map(Site::alerts)
                        .flatMap(Collection::stream)
                        .filter(alert -> Site.isOfLevel(alert, Site.CRITICAL))
                        .count(),
                new Averages(
                        average(sites, values -> values.get("hw.temperature"), 1),
                        average(sites, values -> values.get("system.cpu.utilization"), 100),
                        average(sites, values -> values.get("system.memory.utilization"), 100),
                        average(sites, values -> values.disk().utilization(), 100)));
    }

    private static long count(List<Site> sites, String status) {
        return sites.stream().filter(site -> site.status().equals(status)).count();
    }

    private static @Nullable String average(List<Site> sites, Function<SiteValues, OptionalDouble> value, int factor) {
        OptionalDouble average = sites.stream()
                .map(site -> value.apply(site.values()))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .filter(Double::isFinite)
                .average();
        return average.isPresent() ? SiteBody.oneDecimal(average.getAsDouble() * factor) : null;
    }
}
