package io.vigie.alert.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.notice.TestNotices;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Stored;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneQueueTest {

    private final LaneQueue queue = new LaneQueue();

    private static Stored<Delivery> delivery(String id, String alert, long order, int attempts, long nextAt) {
        return Stored.first(
                id,
                Origin.NONE,
                new Delivery(
                        id,
                        "c",
                        TestNotices.ofAlert(id, alert, TestNotices.THEN),
                        TestNotices.THEN,
                        order,
                        attempts,
                        nextAt,
                        null,
                        "me",
                        Long.MAX_VALUE));
    }

    private void offer(String id, String alert, long order, int attempts, long nextAt) {
        queue.offer(new LaneQueue.Waiting(delivery(id, alert, order, attempts, nextAt), true));
    }

    private @Nullable String next(long now) {
        LaneQueue.Waiting due = queue.next(now).due();
        return due == null ? null : due.stored().id();
    }

    @Test
    void whatWasHandedOverFirstGoesFirst() {
        offer("later", "a", 2, 0, 0);
        offer("earlier", "b", 1, 0, 0);

        assertThat(next(10)).isEqualTo("earlier");
        queue.remove("earlier");
        assertThat(next(10)).isEqualTo("later");
        queue.remove("later");
        assertThat(queue.next(10).due()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatHasToBeTriedAgainHoldsUpTheOthersAFewTimes() {
        offer("first", "a", 1, LaneQueue.STEPS_ASIDE_AFTER - 1, 100);
        offer("second", "b", 2, 0, 0);

        assertThat(queue.next(10)).isEqualTo(new LaneQueue.Next(null, 90));
        assertThat(next(100)).isEqualTo("first");
    }

    @Test
    void thenItStepsAsideButNotForItsOwnAlert() {
        offer("poison", "a", 1, LaneQueue.STEPS_ASIDE_AFTER, 100);
        offer("its end", "a", 2, 0, 0);
        offer("another", "b", 3, 0, 0);

        assertThat(next(10)).isEqualTo("another");
        queue.remove("another");
        assertThat(queue.next(10)).isEqualTo(new LaneQueue.Next(null, 90));
        assertThat(next(100)).isEqualTo("poison");
    }

    @Test
    void theSameTwiceIsOnce() {
        offer("one", "a", 1, 0, 0);
        offer("one", "a", 9, 0, 0);

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.holds("one")).isTrue();
    }

    @Test
    void theNewestAreLeftToTheStoreWhenThereAreTooMany() {
        for (int i = LaneQueue.MOST + 10; i > 0; i--) {
            offer("n" + i, "a" + i, i, 0, 0);
        }

        assertThat(queue.size()).isEqualTo(LaneQueue.MOST);
        assertThat(queue.holds("n1")).isTrue();
        assertThat(queue.holds("n" + (LaneQueue.MOST + 1))).isFalse();
    }

    @Test
    void aLaterStateTakesThePlaceOfTheEarlier() {
        offer("one", "a", 1, 0, 0);

        queue.replace(delivery("one", "a", 1, 1, 50));
        queue.replace(delivery("unknown", "a", 1, 1, 0));

        assertThat(queue.next(10)).isEqualTo(new LaneQueue.Next(null, 40));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void pausesDoubleUpToALimitAndAreNeverShorterThanAskedFor() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10), new Random(1));

        assertThat(backoff.after(1, null)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backoff.after(4, null)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(backoff.after(1000, null)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        assertThat(backoff.after(1, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aThirdOfAMinutesShareIsAllowedAtOnce() {
        RateLimit limit = new RateLimit(60, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(limit.waitMillis(0)).isZero();
            limit.take();
        }

        assertThat(limit.waitMillis(0)).isEqualTo(1000);
        assertThat(limit.waitMillis(400)).isEqualTo(600);
        assertThat(limit.waitMillis(1000)).isZero();
    }
}
