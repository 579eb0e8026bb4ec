package io.vigie.kit.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {

    private static final String SECRET = "0123456789abcdefghijABCDEFGHIJ01";
    private static final String KEY = "avl_abcdEFGH" + SECRET;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key {KEY} refused|key avl_abcdEFGH… refused",
                "POST /k/{KEY}/api/metrics 401|POST /k/…/api/metrics 401",
                "GET /k/avl%5FabcdEFGH{S}/report|GET /k/…/report",
                "a={KEY}&b={KEY}|a=avl_abcdEFGH…&b=avl_abcdEFGH…",
                "Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln|Bearer eyJ…",
                "nothing secret in /kitchen/avl|nothing secret in /kitchen/avl"
            })
    void leavesNoSecretAnywhere(String text, String expected) {
        String masked = SecretMask.mask(text.replace("{KEY}", KEY).replace("{S}", SECRET));

        assertThat(masked).isEqualTo(expected).doesNotContain(SECRET);
    }

    @Test
    void theLayoutMasksMessagesArgumentsAndStackTraces() {
        LoggerContext context = new LoggerContext();
        MaskingLayout layout = new MaskingLayout();
        layout.setContext(context);
        layout.setPattern("%msg%n%ex");
        layout.start();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("x"), Level.INFO, "refused {}", new IllegalStateException("with " + KEY), null);
        event.setArgumentArray(new Object[] {KEY});

        assertThat(layout.doLayout(event))
                .contains("refused avl_abcdEFGH…")
                .contains("with avl_abcdEFGH…")
                .doesNotContain(SECRET);
    }
}
