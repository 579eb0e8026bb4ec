package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * An application that reports errors of a few kinds, each under an id of its own: again where no answer came, and sometimes again
 * after it was acknowledged.
 */
final class FaultyApplication implements Runnable {

    private static final int KINDS = 5;
    private static final String ISSUES = "{ issues(first: 50) { nodes { culprit count } } }";

    private final Client client;
    private final Random random;
    private final Map<Integer, Long> reported = new TreeMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private volatile boolean stopping;

    FaultyApplication(Client client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    long acknowledged() {
        return acknowledged.get();
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !stopping; number++) {
                report(number);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(int number) throws InterruptedException {
        int kind = number % KINDS;
        long times = send(number, kind);
        if (random.nextInt(20) == 0) {
            times += send(random.nextInt(number + 1));
        }
        reported.merge(kind, 1L, Long::sum);
        acknowledged.incrementAndGet();
        repeated.addAndGet(times - 1);
    }

    private int send(int number) throws InterruptedException {
        return send(number, number % KINDS);
    }

    private int send(int number, int kind) throws InterruptedException {
        String body = Client.JSON.writeValueAsString(Map.of(
                "error",
                Map.of(
                        "message", "Order " + number + " was not found",
                        "stack",
                                "TypeError: Order " + number + " was not found\n    at soak" + kind
                                        + " (/app/src/soak.js:" + (number + 1) + ":5)"),
                "level",
                "error"));
        return client.keepPosting("/report", Map.of("Idempotency-Key", "soak-" + number), body);
    }

    /** Each error is counted once in the issue of its kind, and stays so. */
    void verify(Dashboard dashboard) {
        Map<Integer, Long> counted = new TreeMap<>();
        Awaitility.await()
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    counted.clear();
                    for (JsonNode issue : dashboard.query(ISSUES, Map.of()).at("/issues/nodes")) {
                        String culprit = issue.path("culprit").asString();
                        int at = culprit.indexOf("soak", culprit.indexOf('#') + 1);
                        if (at >= 0) {
                            counted.merge(
                                    culprit.charAt(at + 4) - '0',
                                    issue.path("count").asLong(),
                                    Long::sum);
                        }
                    }
                    assertThat(counted).isEqualTo(reported);
                });
        System.out.printf(
                "errors: %d acknowledged, %d tries more, counted by kind %s%n",
                acknowledged.get(), repeated.get(), counted);
    }
}
