package io.vigie.e2e;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Sites that say each second that they live, for as long as they are not told to be silent. */
final class Heartbeats implements AutoCloseable {

    static final String CLUB = "HEARTS";

    private final Client client;
    private final List<String> sites;
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Boolean> silent = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Heartbeats(Client client, int count) {
        this.client = client;
        this.sites =
                IntStream.range(0, count).mapToObj(number -> "heart-" + number).toList();
        sites.forEach(site -> threads.submit(() -> beat(site)));
    }

    private void beat(String site) {
        try {
            while (!silent.containsKey(site)) {
                String body = "{\"siteId\":\"" + site + "\",\"clubName\":\"" + CLUB + "\",\"timestamp\":"
                        + Clock.systemUTC().millis() + ",\"type\":\"heartbeat\"}";
                client.keepPosting("/api/metrics", Map.of(), body);
                acknowledged.merge(site, 1, Integer::sum);
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until each that is not silent was heard twice more. */
    void awaitEach() {
        Map<String, Integer> before = Map.copyOf(acknowledged);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> sites.stream()
                        .filter(site -> !silent.containsKey(site))
                        .allMatch(site -> acknowledged.getOrDefault(site, 0) >= before.getOrDefault(site, 0) + 2));
    }

    /** One of them says nothing more; its id. */
    String silence(int number) {
        String site = sites.get(number);
        silent.put(site, true);
        return site;
    }

    /** It begins again. */
    void resume(String site) {
        silent.remove(site);
        threads.submit(() -> beat(site));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
