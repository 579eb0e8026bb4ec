package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From this machine's CPU to a page's data, and on after a restart. */
class LiveWayIT {

    private static final String SOURCES = "{ sources { totalCount nodes { id kind status lastSampleAt } } }";
    private static final String LATEST =
            "query($id: ID!) { source(id: $id) { status facts { name } latest { metric { name } at value } } }";
    private static final String SERIES = """
            query($id: ID!, $name: String!, $from: Instant!, $to: Instant!) {
              source(id: $id) { series(names: [$name], from: $from, to: $to) { times partial series { values } } }
            }""";
    private static final String SAMPLES =
            "subscription($id: ID!) { samples(source: $id) { source times series { metric { name } values } } }";
    private static final int ROUNDS = 40;

    @TempDir
    Path data;

    @Test
    void thisMachineIsSeenLiveAndItsDataSurvivesARestart() throws Exception {
        int port = FreePorts.find(1).getFirst();
        String source;
        Dashboard dashboard;
        long samplesBefore;
        try (VigieProcess vigie = VigieProcess.start(data, port)) {
            dashboard =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            source = awaitLocalSource(dashboard);
            assertThat(latestNames(dashboard, source))
                    .contains("system.cpu.utilization", "system.memory.utilization", "system.uptime");
            awaitLiveSamples(dashboard, source, vigie.url());
            measureTheWayOfASample(dashboard, vigie);
            samplesBefore = countCpuSamples(dashboard, source);
            assertThat(samplesBefore).isPositive();
            Duration stopped = vigie.stop();
            System.out.printf("stopped after %d ms%n", stopped.toMillis());
            assertThat(stopped).isLessThan(Duration.ofSeconds(20));
        }
        try (VigieProcess vigie = VigieProcess.start(data, port)) {
            assertThat(vigie.adminPassword()).isEmpty();
            assertThat(vigie.apiKey()).isEmpty();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(countCpuSamples(dashboard, source)).isGreaterThan(samplesBefore));
        }
        assertThat(VigieProcess.log(data).lines().filter(LiveWayIT::isWarning)).isEmpty();
    }

    private static boolean isWarning(String line) {
        return line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("\tat ");
    }

    private static String awaitLocalSource(Dashboard dashboard) {
        List<String> found = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode node = dashboard
                    .query(SOURCES, Map.of())
                    .path("sources")
                    .path("nodes")
                    .path(0);
            assertThat(node.path("status").asString("")).isEqualTo("ONLINE");
            assertThat(node.path("lastSampleAt").asString("")).isNotEmpty();
            found.add(node.path("id").asString());
        });
        return found.getFirst();
    }

    private static List<String> latestNames(Dashboard dashboard, String source) throws Exception {
        List<String> names = new ArrayList<>();
        dashboard
                .query(LATEST, Map.of("id", source))
                .path("source")
                .path("latest")
                .forEach(latest -> names.add(latest.path("metric").path("name").asString()));
        return names;
    }

    private static void awaitLiveSamples(Dashboard dashboard, String source, String url) throws Exception {
        try (Dashboard.Subscription live = dashboard.at(url).subscribe(SAMPLES, Map.of("id", source))) {
            JsonNode batch = live.next(Duration.ofSeconds(60)).path("samples");
            assertThat(batch.path("source").asString()).isEqualTo(source);
            assertThat(batch.path("times").size()).isPositive();
        }
    }

    private static void measureTheWayOfASample(Dashboard dashboard, VigieProcess vigie) throws Exception {
        List<Long> toSubscription = new ArrayList<>();
        List<Long> toQuery = new ArrayList<>();
        String source = "live-way";
        String key = vigie.apiKey().orElseThrow();
        try (Uplink uplink = Uplink.open(vigie.port(), key, source)) {
            assertThat(uplink.begin()).isTrue();
            long time = Clock.systemUTC().millis() - Duration.ofHours(1).toMillis();
            uplink.send(1, time, 1);
            assertThat(uplink.nextAck(Duration.ofSeconds(20))).isNotNull();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !dashboard
                            .query(LATEST, Map.of("id", source))
                            .path("source")
                            .isNull());
            try (Dashboard.Subscription live = dashboard.subscribe(SAMPLES, Map.of("id", source))) {
                int first = sendUntilItHasBegun(live, uplink, time);
                for (int seq = first; seq < first + ROUNDS; seq++) {
                    long at = time + seq * 1000L;
                    long begun = System.nanoTime();
                    uplink.send(seq, at, seq);
                    JsonNode batch = live.next(Duration.ofSeconds(30)).path("samples");
                    toSubscription.add(System.nanoTime() - begun);
                    assertThat(batch.path("times").path(0).asLong()).isEqualTo(at);
                    awaitStored(dashboard, source, at, seq);
                    toQuery.add(System.nanoTime() - begun);
                }
            }
        }
        print("sent to subscription", toSubscription);
        print("sent to query", toQuery);
    }

    /** Nothing says that a subscription has begun but what comes over it. Returns the next number. */
    private static int sendUntilItHasBegun(Dashboard.Subscription live, Uplink uplink, long time)
            throws InterruptedException {
        Duration pause = Duration.ofSeconds(2);
        int seq = 2;
        do {
            uplink.send(seq, time + seq * 1000L, seq);
            seq++;
        } while (live.nextWithin(pause).isEmpty());
        while (live.nextWithin(pause).isPresent()) {
            // One that was sent before.
        }
        return seq;
    }

    private static void awaitStored(Dashboard dashboard, String source, long at, long value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> {
                    JsonNode series = series(dashboard, source, Uplink.METRIC, at, at + 1);
                    assertThat(series.path("series")
                                    .path(0)
                                    .path("values")
                                    .path(0)
                                    .asLong(-1))
                            .isEqualTo(value);
                });
    }

    private static long countCpuSamples(Dashboard dashboard, String source) throws Exception {
        long now = Clock.systemUTC().millis();
        return series(dashboard, source, "system.cpu.utilization", now - 3_600_000, now + 60_000)
                .path("times")
                .size();
    }

    private static JsonNode series(Dashboard dashboard, String source, String name, long from, long to)
            throws Exception {
        Map<String, Object> variables = Map.of(
                "id",
                source,
                "name",
                name,
                "from",
                Instant.ofEpochMilli(from).toString(),
                "to",
                Instant.ofEpochMilli(to).toString());
        return dashboard.query(SERIES, variables).path("source").path("series");
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%s: p50 %d ms, p95 %d ms, longest %d ms (%d samples)%n",
                what,
                TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() / 2)),
                TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() * 95 / 100)),
                TimeUnit.NANOSECONDS.toMillis(sorted.getLast()),
                sorted.size());
    }
}
