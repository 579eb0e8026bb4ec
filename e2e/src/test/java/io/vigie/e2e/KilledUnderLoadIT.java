package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KilledUnderLoadIT {

    /** Few for a person who waits, many for a machine that does not: -Dvigie.kills=1000 for a night. */
    private static final int KILLS = Integer.getInteger("vigie.kills", "true".equals(System.getenv("CI")) ? 20 : 5);

    private static final int SOURCES = 3;
    private static final long PAGE = Duration.ofHours(2).toMillis();
    private static final String SERIES = """
            query Stored($source: ID!, $from: Instant!, $to: Instant!) {
              source(id: $source) {
                series(names: ["test.sequence"], from: $from, to: $to, maxPoints: 10000) { times partial series { values } }
              }
            }""";

    @TempDir
    Path data;

    @Test
    void everyAcknowledgedFrameIsThereOnceAfterKillsAtRandomMoments() throws Exception {
        long seed = Long.getLong("vigie.seed", 20_261_121);
        Random random = new Random(seed);
        int port = VigieProcess.freePort();
        VigieProcess vigie = VigieProcess.start(data, port, "--no-agent");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Dashboard dashboard =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            List<TestAgent> agents = startAgents(port, vigie.apiKey().orElseThrow(), seed, threads);
            for (int kill = 1; kill <= KILLS; kill++) {
                long before = acknowledged(agents);
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged(agents) > before + 200);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
                vigie.kill();
                long killed = System.nanoTime();
                vigie = VigieProcess.start(data, port, "--no-agent");
                System.out.printf(
                        "kill %d of %d: %d acknowledged before, ready again after %d ms%n",
                        kill, KILLS, acknowledged(agents), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
            }
            long before = acknowledged(agents);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged(agents) > before + 200);
            agents.forEach(TestAgent::stop);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            for (TestAgent agent : agents) {
                verify(agent, dashboard);
            }
        } finally {
            vigie.close();
        }
    }

    private List<TestAgent> startAgents(int port, String key, long seed, ExecutorService threads) {
        long begin = Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
        List<TestAgent> agents = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            TestAgent agent = new TestAgent(port, key, "kill-test-" + i, begin, seed + i);
            agents.add(agent);
            threads.submit(agent);
        }
        return agents;
    }

    private static long acknowledged(List<TestAgent> agents) {
        return agents.stream().mapToLong(TestAgent::acknowledged).sum();
    }

    /** acknowledged ⊆ stored ⊆ sent, one copy each. */
    private static void verify(TestAgent agent, Dashboard dashboard) throws Exception {
        List<Long> expected =
                LongStream.rangeClosed(1, agent.acknowledged()).boxed().toList();
        List<Long> stored = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            stored.clear();
            stored.addAll(stored(agent, dashboard));
            assertThat(stored.size()).isGreaterThanOrEqualTo(expected.size());
        });
        assertThat(stored.subList(0, expected.size())).isEqualTo(expected);
        assertThat(stored).doesNotHaveDuplicates().allMatch(seq -> seq <= agent.sent());
        System.out.printf(
                "%s: %d sent, %d acknowledged, %d sent again, %d stored%n",
                agent.source(), agent.sent(), agent.acknowledged(), agent.repeated(), stored.size());
        assertThat(agent.repeated()).as("frames sent twice").isPositive();
    }

    private static List<Long> stored(TestAgent agent, Dashboard dashboard) throws Exception {
        List<Long> values = new ArrayList<>();
        for (long from = agent.timeOf(0); from <= agent.timeOf(agent.sent()); from += PAGE) {
            JsonNode series = dashboard
                    .query(
                            SERIES,
                            Map.of(
                                    "source",
                                    agent.source(),
                                    "from",
                                    Instant.ofEpochMilli(from).toString(),
                                    "to",
                                    Instant.ofEpochMilli(from + PAGE).toString()))
                    .path("source")
                    .path("series");
            assertThat(series.path("partial").asBoolean()).isFalse();
            JsonNode times = series.path("times");
            for (int i = 0; i < times.size(); i++) {
                long seq = series.path("series").path(0).path("values").path(i).asLong();
                assertThat(times.path(i).asLong()).isEqualTo(agent.timeOf(seq));
                values.add(seq);
            }
        }
        return values;
    }
}
