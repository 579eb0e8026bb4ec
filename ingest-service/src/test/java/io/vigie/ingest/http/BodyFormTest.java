package io.vigie.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.kit.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class BodyFormTest {

    private static BodyForm form(@Nullable String type, @Nullable String encoding) {
        HttpHeaders headers = new HttpHeaders();
        if (type != null) {
            headers.set("Content-Type", type);
        }
        if (encoding != null) {
            headers.set("Content-Encoding", encoding);
        }
        return BodyForm.of(headers);
    }

    private static byte[] gzip(int bytes) throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(new byte[bytes]);
        }
        return zipped.toByteArray();
    }

    @Test
    void takesJsonAndWhatSaysNothing() {
        assertThat(form(null, null)).isEqualTo(BodyForm.PLAIN);
        assertThat(form("application/json; charset=UTF-8", "identity")).isEqualTo(BodyForm.PLAIN);
        assertThat(form("application/vnd.x+json;charset=utf8", "GZIP")).isEqualTo(BodyForm.GZIP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/json; charset=nonsense",
                "application/json; charset=\"",
                "json",
                "/",
                ";;;",
            })
    void refusesOtherTypes(String type) {
        assertThatThrownBy(() -> form(type, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void refusesOtherEncodings(String encoding) {
        assertThatThrownBy(() -> form("application/json", encoding))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("Content-Encoding");
    }

    @Test
    void countsTheLimitAfterInflation() throws Exception {
        assertThat(BodyForm.GZIP.plain(gzip(HttpSettings.MAX_BODY_BYTES))).hasSize(HttpSettings.MAX_BODY_BYTES);
        byte[] bomb = gzip(200_000_000);
        assertThat(bomb.length).isLessThan(HttpSettings.MAX_BODY_BYTES);
        assertThatThrownBy(() -> BodyForm.GZIP.plain(bomb)).hasMessageStartingWith("body: at most 1048576 bytes");
    }

    @Test
    void refusesWhatIsNoGzip() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(gzip(1000), 15);
        for (byte[] bytes : new byte[][] {{}, {1, 2, 3}, cut}) {
            assertThatThrownBy(() -> BodyForm.GZIP.plain(bytes)).hasMessageStartingWith("body: is not gzip");
        }
    }
}
