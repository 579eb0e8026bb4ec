package io.vigie.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.alert.RunningAlerts.Handed;
import io.vigie.alert.RunningAlerts.Ingest;
import io.vigie.alert.records.TestRecords;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Instances that come and go: each alert is told once. */
class RestartIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);

    private final String mongo = RealMongo.freshDatabase();
    private final String group = "test-" + UUID.randomUUID();
    private final List<Handed> all = new CopyOnWriteArrayList<>();

    private RunningAlerts start() {
        return RunningAlerts.start(mongo, group, Map.of("vigie.alert.evaluation.interval", "1s"));
    }

    private List<String> told(String site) {
        return all.stream()
                .filter(handed -> handed.notice().alert().siteId().equals(site))
                .map(handed -> handed.notice().kind() + " " + handed.notice().id())
                .distinct()
                .toList();
    }

    private static void send(Ingest ingest, String site, long seq, double temperature) throws Exception {
        ingest.record(TestRecords.frame(site, 1, seq, Clock.systemUTC().millis(), TestRecords.but(0, temperature)));
    }

    @Test
    void aRestartWithinTheCooldownTellsNothingAgain() throws Exception {
        String site = "pi-" + UUID.randomUUID();
        String later = "pi-" + UUID.randomUUID();
        try (Ingest ingest = new Ingest()) {
            ingest.schema();
            try (RunningAlerts first = start()) {
                send(ingest, site, 1, 78);
                await().atMost(WITHIN).until(() -> drained(first) && !told(site).isEmpty());
            }
            try (RunningAlerts second = start()) {
                send(ingest, site, 2, 79);
                send(ingest, later, 1, 78);
                await().atMost(WITHIN)
                        .until(() -> drained(second) && !told(later).isEmpty());
                assertThat(told(site)).hasSize(1);
            }
        }
    }

    @Test
    void whileInstancesComeAndGoNothingIsMissedNorToldTwice() throws Exception {
        List<String> sites = new ArrayList<>();
        try (Ingest ingest = new Ingest();
                RunningAlerts first = start()) {
            ingest.schema();
            RunningAlerts second = start();
            try {
                for (int round = 0; round < 40; round++) {
                    String site = "pi-" + round + "-" + UUID.randomUUID();
                    sites.add(site);
                    send(ingest, site, 1, 78);
                    if (round == 10 || round == 25) {
                        BlockingQueue<Handed> handed = second.handed();
                        second.close();
                        handed.drainTo(all);
                    }
                    if (round == 18) {
                        second = start();
                    }
                }
                await().atMost(WITHIN)
                        .until(() -> drained(first)
                                && sites.stream().noneMatch(site -> told(site).isEmpty()));
            } finally {
                second.close();
            }
            sites.forEach(site -> assertThat(told(site)).hasSize(1));
        }
    }

    private boolean drained(RunningAlerts service) {
        service.handed().drainTo(all);
        return true;
    }
}
