package io.vigie.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");

    @Test
    void anIdTellsAlertBeginAndNumberApart() {
        assertThat(Notice.id("a", NOW, 1)).hasSize(22).isEqualTo(Notice.id("a", NOW, 1));
        assertThat(List.of(
                        Notice.id("a", NOW, 1),
                        Notice.id("b", NOW, 1),
                        Notice.id("a", NOW, 2),
                        Notice.id("a", NOW.plusMillis(1), 1)))
                .doesNotHaveDuplicates();
    }
}
