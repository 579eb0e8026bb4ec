package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** What GraphQL shows of the frames of a {@link TestAgent}. */
final class StoredFrames {
    private static final long PAGE = Duration.ofHours(2).toMillis();
    private static final String SERIES = """
            query Stored($source: ID!, $from: Instant!, $to: Instant!) {
              source(id: $source) {
                series(names: ["test.sequence"], from: $from, to: $to, maxPoints: 10000) { times partial series { values } }
              }
            }""";

    private StoredFrames() {}

    /** acknowledged ⊆ stored ⊆ sent, one copy each. */
    static void verify(TestAgent agent, Dashboard dashboard) throws Exception {
        List<Long> expected =
                LongStream.rangeClosed(1, agent.acknowledged()).boxed().toList();
        List<Long> stored = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            stored.clear();
            stored.addAll(of(agent, dashboard));
            assertThat(stored.size()).isGreaterThanOrEqualTo(expected.size());
        });
        assertThat(stored.subList(0, expected.size())).isEqualTo(expected);
        assertThat(stored).doesNotHaveDuplicates().allMatch(seq -> seq <= agent.sent());
        System.out.printf(
                "%s: %d sent, %d acknowledged, %d sent again, %d stored%n",
                agent.source(), agent.sent(), agent.acknowledged(), agent.repeated(), stored.size());
    }

    private static List<Long> of(TestAgent agent, Dashboard dashboard) throws Exception {
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
