package io.vigie.error.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.error.intake.Workbench.Crash;
import io.vigie.error.intake.Workbench.Owner;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Each error is counted once and told under one id, wherever its owner is killed and whoever comes after. */
class ReplayIT {

    private static final Instant T = Workbench.NOW;
    private static final IntakeSettings ENOUGH = new IntakeSettings("group", 3, DataSize.ofMegabytes(100), 1_000);

    /** Two services, five groups, two hours, a repetition of the client's and more errors than bodies are kept. */
    private static List<ErrorEvent> errors() {
        List<ErrorEvent> errors = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            errors.add(TestErrors.error("shop", "a" + i, T.plusMillis(i), "refused"));
            errors.add(TestErrors.error("shop", "b" + i, T.plus(Duration.ofMinutes(20L * i)), "not found"));
        }
        errors.add(TestErrors.error("shop", "a0", T.plusSeconds(9), "refused"));
        errors.add(TestErrors.error("pay", "a0", T, "refused"));
        for (String word : List.of("alpha", "beta")) {
            errors.add(TestErrors.error("pay", word, T, "Error: " + word).toBuilder()
                    .setStack("Error: " + word + "\n    at pay (/app/src/pay.js:1:2)")
                    .build());
        }
        return errors;
    }

    @Test
    void everyErrorIsCountedOnceHoweverOftenItsRecordComes() throws Exception {
        try (Workbench bench = new Workbench(3)) {
            Owner owner = bench.owner(7);
            owner.take(errors(), 7, 100);
            assertThat(owner.consumer().committableOffset()).isEqualTo(21);
            Map<String, Object> state = bench.state();

            bench.owner(7).take(errors(), 7, 1);
            bench.owner(12).take(errors().subList(5, 12), 12, 3);

            assertThat(bench.state()).isEqualTo(state);
            assertThat(bench.all("issues")).hasSize(5);
            assertThat(bench.all("templates")).hasSize(1);
            assertThat(bench.counts()).containsExactlyInAnyOrder(5L, 5L, 1L, 1L, 1L);
            assertThat(bench.all("service_hours")).hasSize(3);
            assertThat(bench.ids(Topic.ERROR_EVENTS)).hasSize(13);
            assertThat(bench.ids(Topic.ISSUES)).hasSize(5);
            assertThat(bench.all("events")).hasSize(3 + 3 + 1 + 2);
        }
    }

    @Test
    void aCrashBehindAnyStepLeavesNothingThatItsRepetitionDoesNotSetRight() throws Exception {
        Map<String, Object> clean;
        List<String> told;
        try (Workbench bench = new Workbench(3)) {
            bench.owner(0).take(errors(), 0, 100);
            clean = bench.state();
            told = List.copyOf(bench.ids(Topic.ERROR_EVENTS));
        }
        int crashes = 0;
        boolean crashed = true;
        while (crashed) {
            crashed = crashAndRepeat(crashes++, 4, clean, told);
        }
        assertThat(crashes).as("crash points").isGreaterThan(40);
        for (int step = 0; crashAndRepeat(step, 100, clean, told); step++) {
            crashes++;
        }
        System.out.printf("%d crash points%n", crashes);
    }

    private static boolean crashAndRepeat(int steps, int batch, Map<String, Object> clean, List<String> told)
            throws Exception {
        return crashAndRepeat(ENOUGH, errors(), steps, batch, clean, told);
    }

    private static boolean crashAndRepeat(
            IntakeSettings settings,
            List<ErrorEvent> errors,
            int steps,
            int batch,
            Map<String, Object> clean,
            List<String> told)
            throws Exception {
        try (Workbench bench = new Workbench(settings)) {
            boolean crashed = false;
            Owner killed = bench.new Owner(0, steps);
            try {
                killed.take(errors, 0, batch);
            } catch (Crash e) {
                crashed = true;
            }
            int committed = Math.toIntExact(killed.consumer().committableOffset());
            Owner next = bench.owner(committed);
            next.take(errors.subList(committed, errors.size()), committed, 3);

            assertThat(bench.state()).as("after a crash behind step " + steps).isEqualTo(clean);
            assertThat(bench.ids(Topic.ERROR_EVENTS)).containsExactlyElementsOf(told);
            assertThat(bench.ids(Topic.ISSUES)).hasSameSizeAs(bench.all("issues"));
            assertThatEachIdSaysOneThing(bench.published);
            return crashed;
        }
    }

    /** Each of two services has more different errors than it may have new issues, and more bodies than there is room for. */
    private static List<ErrorEvent> storm() {
        List<ErrorEvent> errors = new ArrayList<>();
        List<String> words =
                List.of("alpha", "beta", "gamma", "delta", "eta", "alpha", "zeta", "delta", "beta", "alpha");
        for (int i = 0; i < words.size(); i++) {
            for (String service : List.of("shop", "pay")) {
                errors.add(TestErrors.error(service, "s" + i, T.plusMillis(i), words.get(i) + " is away").toBuilder()
                        .setMetadata("{\"room\":\"" + "x".repeat(300) + "\"}")
                        .build());
            }
        }
        return errors;
    }

    @Test
    void aStormIsCappedAndCountedAllTheSameWhereverItsOwnerIsKilled() throws Exception {
        IntakeSettings little = new IntakeSettings("group", 2, DataSize.ofKilobytes(1), 3);
        Map<String, Object> clean;
        List<String> told;
        try (Workbench bench = new Workbench(little)) {
            bench.owner(0).take(storm(), 0, 100);
            clean = bench.state();
            told = List.copyOf(bench.ids(Topic.ERROR_EVENTS));
            assertThat(bench.counts()).containsExactlyInAnyOrder(3L, 2L, 1L, 4L, 3L, 2L, 1L, 4L);
            assertThat(bench.all("issues").stream()
                            .map(issue -> issue.get("heading", Document.class).getString("title"))
                            .filter(title -> title.startsWith("Other errors")))
                    .hasSize(2);
            assertThat(bench.all("events"))
                    .as("one with all the room, one that ends it, and one that is the first of its group")
                    .hasSize(2 * 3);
            assertThat(told).hasSize(20);
        }
        for (int batch : List.of(4, 100)) {
            for (int step = 0; crashAndRepeat(little, storm(), step, batch, clean, told); step++) {
                assertThat(step).isLessThan(1_000);
            }
        }
    }

    @Test
    void aStormOfThousandsLeavesNoMoreThanItMay() throws Exception {
        int different = 3_000;
        List<ErrorEvent> errors = new ArrayList<>();
        for (int i = 0; i < different; i++) {
            String word = "word" + (char) ('a' + i / 676 % 26) + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26);
            String stack = "Error: " + word + "\n    at run (/app/src/" + word + ".js:1:2)";
            errors.add(TestErrors.error("shop", "e" + i, T.plusMillis(i), "Error: " + word).toBuilder()
                    .setStack(stack)
                    .build());
        }
        try (Workbench bench = new Workbench(new IntakeSettings("group", 10, DataSize.ofKilobytes(2), 50))) {
            bench.owner(0).take(errors, 0, 500);

            assertThat(bench.all("issues")).hasSize(51);
            assertThat(bench.counts()).contains((long) different - 50);
            assertThat(bench.all("events")).hasSizeBetween(6, 9);
            assertThat(bench.all("sample_days")).hasSize(51);
            assertThat(bench.all("issue_hours")).hasSize(51);
            assertThat(bench.all("templates")).hasSize(500);
            assertThat(bench.ids(Topic.ERROR_EVENTS)).hasSize(different);
        }
    }

    private static void assertThatEachIdSaysOneThing(List<JsonNode> published) {
        Map<String, JsonNode> byId = new HashMap<>();
        for (JsonNode event : published) {
            JsonNode before = byId.putIfAbsent(event.path("id").asString(), event);
            assertThat(before == null ? event : before).isEqualTo(event);
        }
    }

    @Test
    void anOldOwnerThatWakesUpChangesNothing() throws Exception {
        try (Workbench bench = new Workbench(3)) {
            Owner old = bench.owner(0);
            for (int i = 0; i < 6; i++) {
                old.consumer().handle(TestErrors.consumed(i, errors().get(i)));
            }
            bench.owner(0).take(errors(), 0, 5);
            Map<String, Object> state = bench.state();

            old.consumer().flush();

            assertThat(bench.state()).isEqualTo(state);
            assertThatEachIdSaysOneThing(bench.published);
        }
    }

    @Test
    void aTopicMadeAnewStartsAtTheBeginningAndIsNotTakenForOldRecords() throws Exception {
        try (Workbench bench = new Workbench(100)) {
            bench.owner(0).take(errors(), 0, 100);

            bench.ownerOf(Uuid.randomUuid()).take(List.of(TestErrors.error("shop", "new", T, "refused")), 0, 1);

            assertThat(bench.counts()).containsExactlyInAnyOrder(6L, 5L, 1L, 1L, 1L);
        }
    }

    @Test
    void aRepetitionOfTheClientIsKnownDaysLater() throws Exception {
        try (Workbench bench = new Workbench(100)) {
            bench.owner(0).take(errors(), 0, 100);
            bench.now(T.plus(Duration.ofDays(7)));

            bench.owner(100).take(errors(), 100, 5);

            assertThat(bench.counts()).containsExactlyInAnyOrder(5L, 5L, 1L, 1L, 1L);
        }
    }

    @Test
    void beyondTwentyTemplatesTheFramesDecideAlone() throws Exception {
        List<ErrorEvent> errors = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            String word = "word" + (char) ('a' + i);
            errors.add(TestErrors.error("shop", word, T, "Error: " + word).toBuilder()
                    .setStack("Error: " + word + "\n    at pay (/app/src/pay.js:1:2)")
                    .build());
        }
        try (Workbench bench = new Workbench(100)) {
            bench.owner(0).take(errors, 0, 7);
            bench.owner(0).take(errors, 0, 11);

            assertThat(bench.all("issues")).hasSize(21);
            assertThat(bench.counts()).contains(6L);
        }
    }
}
