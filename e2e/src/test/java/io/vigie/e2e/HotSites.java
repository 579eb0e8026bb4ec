package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Sites that each become hot once and cool down again. What no answer came to is sent again, and sometimes what was acknowledged. */
final class HotSites implements Runnable {

    private static final String SITE = "soak-hot-";

    private final Client client;
    private final Random random;
    private final List<String> told = new ArrayList<>();
    private volatile int finished;
    private volatile boolean stopping;

    HotSites(Client client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !stopping; number++) {
                String site = SITE + number;
                long now = Clock.systemUTC().millis();
                send(site, now, "78.2");
                told.add(site);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
                send(site, now + 1_000, "60.0");
                // A minute below the level that clears it, by the device's own clock.
                send(site, now + Duration.ofSeconds(70).toMillis(), "60.0");
                finished = number + 1;
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String site, long timestamp, String temperature) throws InterruptedException {
        String body = "{\"siteId\":\"" + site + "\",\"clubName\":\"SOAK\",\"timestamp\":" + timestamp
                + ",\"temperature\":\"" + temperature + "\"}";
        client.keepPosting("/api/metrics", Map.of(), body);
        if (random.nextInt(10) == 0) {
            client.keepPosting("/api/metrics", Map.of(), body);
        }
    }

    /** Each hot site was told of, and its end too; neither under two ids. */
    void verify(Receiver receiver, String path) {
        Awaitility.await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            Ids ids = Ids.of(receiver.at(path));
            assertThat(ids.fired().keySet()).as("sites told of").containsAll(told);
            assertThat(ids.ended().keySet()).as("ends told of").containsAll(told);
        });
        assertThat(finished).as("sites that were hot").isPositive();
        Duration longer = Duration.ofSeconds(5);
        Awaitility.await().during(longer).atMost(longer.multipliedBy(4)).untilAsserted(() -> {
            Ids ids = Ids.of(receiver.at(path));
            assertThat(ids.fired().keySet()).containsExactlyInAnyOrderElementsOf(told);
            assertThat(ids.fired().values()).allSatisfy(of -> assertThat(of).hasSize(1));
            assertThat(ids.ended().values()).allSatisfy(of -> assertThat(of).hasSize(1));
        });
        Ids ids = Ids.of(receiver.at(path));
        System.out.printf(
                "alerts: %d sites were hot and cool again, %d told of, %d ends told of, %d requests for them%n",
                finished, ids.fired().size(), ids.ended().size(), ids.requests());
    }

    /** The ids of notices by site. */
    private record Ids(Map<String, Set<String>> fired, Map<String, Set<String>> ended, int requests) {

        static Ids of(List<Receiver.Notice> notices) {
            Map<String, Set<String>> fired = new LinkedHashMap<>();
            Map<String, Set<String>> ended = new LinkedHashMap<>();
            int requests = 0;
            for (Receiver.Notice notice : notices) {
                JsonNode body = Client.JSON.readTree(notice.body());
                if (body.at("/alert/type").asString().equals("temperature")) {
                    boolean end = body.at("/alert/status").asString("").equals("resolved");
                    (end ? ended : fired)
                            .computeIfAbsent(body.path("siteId").asString(), site -> new TreeSet<>())
                            .add(String.valueOf(notice.id()));
                    requests++;
                }
            }
            return new Ids(fired, ended, requests);
        }
    }
}
