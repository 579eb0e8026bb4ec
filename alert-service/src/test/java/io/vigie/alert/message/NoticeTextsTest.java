package io.vigie.alert.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.notice.AlertSnapshot;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.TestNotices;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class NoticeTextsTest {

    private static final NoticeTexts TEXTS = new NoticeTexts("Neopro", ZoneId.of("Europe/Paris"));
    private static final Notice FIRING = TestNotices.temperature("n");
    private static final Notice RESOLVED = TestNotices.resolved("n");

    @Test
    void theEmailIsTheOneThatPeopleKnow() {
        EmailText email = TEXTS.email(FIRING, "fr");

        assertThat(email.subject()).isEqualTo("[Neopro CRITICAL] CESSON - temperature");
        assertThat(email.text()).isEqualTo("""
                Alerte Neopro

                Club: CESSON
                Site ID: cesson-b827eb123456
                Niveau: CRITICAL
                Type: temperature
                Message: Température élevée: 78.2°C
                Date: 04/12/2024 14:35:22
                """);
        assertThat(email.html())
                .contains("<h2 style=\"color: #c62828\">Alerte Neopro</h2>")
                .contains("<p><strong>Club:</strong> CESSON</p>")
                .contains("<p><strong>Site ID:</strong> cesson-b827eb123456</p>")
                .contains("<p><strong>Niveau:</strong> CRITICAL</p>")
                .contains("<p><strong>Type:</strong> temperature</p>")
                .contains("<p><strong>Message:</strong> Température élevée: 78.2°C</p>")
                .contains("<p><strong>Date:</strong> 04/12/2024 14:35:22</p>");
    }

    @Test
    void inEnglishItSaysTheSame() {
        assertThat(TEXTS.email(FIRING, "en").text()).isEqualTo("""
                Neopro alert

                Club: CESSON
                Site ID: cesson-b827eb123456
                Level: CRITICAL
                Type: temperature
                Message: High temperature: 78.2°C
                Date: 04/12/2024 14:35:22
                """);
    }

    @Test
    void anEndSaysWhenAndHowLong() {
        EmailText email = TEXTS.email(RESOLVED, "fr");

        assertThat(email.subject()).isEqualTo("[Neopro RÉSOLU] CESSON - temperature");
        assertThat(email.text()).contains("Fin d'alerte Neopro\n", "Fin: 04/12/2024 14:47:27\n", "Durée: 12 min\n");
    }

    @Test
    void durationsAreReadable() {
        assertThat(Wording.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Wording.duration(Duration.ofMinutes(60))).isEqualTo("1 h");
        assertThat(Wording.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Wording.duration(Duration.ofSeconds(-1))).isEqualTo("0 s");
    }

    @Test
    void theFleetBodyIsTheOneThatReceiversKnow() {
        assertThat(new String(TEXTS.fleet(FIRING, "fr"), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\",\"alert\":{\"level\":\"critical\","
                                + "\"type\":\"temperature\",\"message\":\"Température élevée: 78.2°C\",\"value\":\"78.2\"},"
                                + "\"timestamp\":1733319322000}");
    }

    @Test
    void anEndSaysSoInTheFleetBody() {
        assertThat(new String(TEXTS.fleet(RESOLVED, "fr"), StandardCharsets.UTF_8))
                .contains("\"value\":\"78.2\",\"status\":\"resolved\"}");
    }

    @Test
    void theStandardBodyHasTypeTimestampAndData() {
        assertThat(new String(TEXTS.standard(RESOLVED, "en"), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"alert.resolved\",\"timestamp\":\"2024-12-04T13:35:22Z\",\"data\":{"
                        + "\"alertId\":\"alert-1\",\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\","
                        + "\"type\":\"temperature\",\"object\":\"\",\"level\":\"critical\","
                        + "\"message\":\"High temperature: 78.2°C\",\"value\":\"78.2\",\"rule\":\"temperature-high\","
                        + "\"since\":\"2024-12-04T13:35:22Z\",\"endedAt\":\"2024-12-04T13:47:27Z\"}}");
    }

    @Test
    void hostileTextsStayTexts() {
        Notice hostile =
                hostile("<script>alert(1)</script>\r\nBcc: all@example.org <!channel> @everyone [x](http://e)");

        EmailText email = TEXTS.email(hostile, "fr");
        assertThat(email.subject()).doesNotContain("\r", "\n").startsWith("[Neopro WARNING] A  Bcc: x - ");
        assertThat(email.text().lines()).hasSize(8).noneMatch(line -> line.startsWith("Bcc"));
        assertThat(email.html()).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(new String(TEXTS.slack(hostile, "fr"), StandardCharsets.UTF_8))
                .doesNotContain("<!channel>")
                .contains("&lt;!channel&gt;");
        assertThat(new String(TEXTS.discord(hostile, "fr"), StandardCharsets.UTF_8))
                .contains("\"allowed_mentions\":{\"parse\":[]}")
                .doesNotContain("[x](http")
                .contains("\\\\[x\\\\]\\\\(http");
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(Wording.plain("é".repeat(10), 10)).hasSize(10);
        assertThat(Wording.plain("a".repeat(9) + "😀b", 10)).isEqualTo("a".repeat(9) + "…");
    }

    private static Notice hostile(String text) {
        AlertSnapshot known = FIRING.alert();
        return new Notice(
                "n",
                Notice.Kind.FIRING,
                new AlertSnapshot(
                        "a",
                        known.siteId(),
                        "A\r\nBcc: x",
                        "error\u2028",
                        "",
                        Level.WARNING,
                        Texts.same(text),
                        "",
                        known.timestamp(),
                        "r",
                        known.since(),
                        null),
                FIRING.decidedAt());
    }
}
