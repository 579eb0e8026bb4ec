package io.vigie.error.upkeep;

import static io.vigie.error.RunningErrors.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.error.RunningErrors;
import io.vigie.error.events.Mark;
import io.vigie.error.events.MarkStore;
import io.vigie.error.events.MongoMarkStore;
import io.vigie.error.events.Occurrence;
import io.vigie.error.intake.TestErrors;
import io.vigie.error.issues.Actor;
import io.vigie.error.issues.Announcement;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueKeeping;
import io.vigie.error.removal.Deletion;
import io.vigie.error.storage.MongoStore;
import io.vigie.proto.Topic;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is too old goes, and what a crash has left is finished. */
class UpkeepIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);

    private static RunningErrors service;

    private final String name = "s-" + UUID.randomUUID();
    private final Instant now = Clock.systemUTC().instant();

    @BeforeAll
    static void start() {
        service = RunningErrors.start(RealMongo.freshDatabase(), Map.of());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static MongoStore store() {
        return service.bean(MongoStore.class);
    }

    private static <T> T get(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(WITHIN));
    }

    private void report(String id, Instant at) {
        service.report(TestErrors.error(name, id, at, "boom"));
    }

    private int bodies() {
        return service.get("/errors?service=" + name).path("items").size();
    }

    private static UpkeepJob job(Instant when) {
        return new UpkeepJob(
                service.bean(UpkeepJob.Places.class),
                new RetentionSettings(Duration.ofDays(30), Duration.ofDays(90)),
                Clock.fixed(when, ZoneOffset.UTC));
    }

    @Test
    void bodiesAndCountsGoWhenTheyAreTooOldAndIssuesStay() {
        report("old", now.minus(Duration.ofDays(100)));
        report("new", now);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(bodies()).isEqualTo(2));

        job(now).retain();

        assertThat(service.get("/errors?service=" + name).at("/items/0/id").asString())
                .isEqualTo("new");
        assertThat(bodies()).isEqualTo(1);
        assertThat(get(service.bean(IssueKeeping.Kept.class)
                        .groupHours()
                        .find(hoursOf())
                        .count()))
                .isEqualTo(1);
        assertThat(service.get("/api/v1/issues?service=" + name)
                        .at("/items/0/count")
                        .asInt())
                .isEqualTo(2);
    }

    private List<String> hoursOf() {
        String key = get(service.bean(io.vigie.error.events.EventSearch.class)
                        .withId("new", name, 1)
                        .next())
                .key();
        return List.of(
                io.vigie.error.issues.HourCounts.id(key, io.vigie.error.issues.HourCounts.hourOf(now)),
                io.vigie.error.issues.HourCounts.id(
                        key, io.vigie.error.issues.HourCounts.hourOf(now.minus(Duration.ofDays(100)))));
    }

    @Test
    void marksAreKnownForSevenDaysAndDroppedLater() {
        Mark mark = new Mark(name + "/e", "key", new io.vigie.error.storage.Origin("t", 0, 1));
        assertThat(get(marks(Duration.ZERO).insert(List.of(mark)))).isEmpty();

        get(marks(Duration.ofDays(7)).deleteOld().thenReturn(true));
        assertThat(marks(Duration.ofDays(7))
                        .find(List.of(mark.id()))
                        .collectList()
                        .block(WITHIN))
                .containsExactly(mark);

        get(marks(Duration.ofDays(13)).deleteOld().thenReturn(true));
        assertThat(marks(Duration.ZERO).find(List.of(mark.id())).collectList().block(WITHIN))
                .isEmpty();
    }

    private MarkStore marks(Duration later) {
        return new MongoMarkStore(store(), Clock.fixed(now.plus(later), ZoneOffset.UTC));
    }

    @Test
    void whatWasAnnouncedAndNotPublishedIsPublishedLater() {
        report("e1", now);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(bodies()).isEqualTo(1));
        RunningErrors.published(Topic.ISSUES, name, "", 1);
        String id =
                service.get("/api/v1/issues?service=" + name).at("/items/0/id").asString();
        String left = "{\"id\":\"" + id + "/2\"}";
        await().atMost(WITHIN).until(() -> get(leave(id, new Announcement(Topic.ISSUES, name, id + "/2", left))));

        job(Clock.systemUTC().instant().plusSeconds(60)).finish();

        assertThat(RunningErrors.published(Topic.ISSUES, name, "", 2).getLast().toString())
                .isEqualTo(left);
        assertThat(get(issue(id)).announcements()).isEmpty();
    }

    private static Mono<Issue> issue(String id) {
        return service.bean(IssueKeeping.Kept.class).issues().find(List.of(id)).single();
    }

    private Mono<Boolean> leave(String id, Announcement announcement) {
        return issue(id)
                .map(issue -> new Issue(
                        id,
                        issue.rev() + 1,
                        issue.service(),
                        issue.keys(),
                        issue.heading(),
                        issue.totals(),
                        issue.state(),
                        List.of(announcement),
                        now))
                .flatMap(issue -> service.bean(IssueKeeping.Kept.class).issues().replace(List.of(issue)))
                .map(java.util.Set::isEmpty);
    }

    @Test
    void aDeletionThatWasCutShortIsFinished() {
        report("e1", now);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(bodies()).isEqualTo(1));
        Actor actor = new Actor("otto", OPERATOR.subject(), null);
        Deletion deletion = new Deletion(UUID.randomUUID().toString(), name, "e1", now.minusSeconds(60), actor);
        assertThat(get(store().documents(Deletion.class, "deletions").insert(List.of(deletion))))
                .isEmpty();

        job(Clock.systemUTC().instant()).finish();

        assertThat(bodies()).isZero();
        assertThat(RunningErrors.published(Topic.AUDIT, OPERATOR.subject(), Occurrence.key(name, "e1"), 1))
                .hasSize(1);
        assertThat(store().documents(Deletion.class, "deletions")
                        .find(List.of(deletion.id()))
                        .collectList()
                        .block(WITHIN))
                .isEmpty();
    }
}
