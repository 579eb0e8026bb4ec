package io.vigie.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class OwnOriginTest {

    @ParameterizedTest
    @CsvSource({
        "vigie.example, https://vigie.example, true",
        "vigie.example, https://VIGIE.example:443, true",
        "vigie.example, http://vigie.example:80, true",
        "localhost:8080, http://localhost:8080, true",
        "[::1]:8080, http://[::1]:8080, true",
        "localhost:8080, http://localhost:8081, false",
        "localhost:8080, http://localhost, false",
        "vigie.example, https://vigie.example.evil.example, false",
        "vigie.example, https://evil.example, false",
        "vigie.example, null, false",
        "vigie.example, nonsense //, false",
    })
    void aPageIsOursWhereItsOriginNamesTheHostThatWasAsked(String host, String origin, boolean ours) {
        var change = MockServerHttpRequest.post("/graphql")
                .header("Host", host)
                .header("Origin", origin)
                .build();
        assertThat(OwnOrigin.isRespected(change)).isEqualTo(ours);
        assertThat(OwnOrigin.isNotForeign(change)).isEqualTo(ours);
        var read = MockServerHttpRequest.get("/graphql")
                .header("Host", host)
                .header("Origin", origin)
                .build();
        assertThat(OwnOrigin.isRespected(read)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "https://vigie.example/graphql, https://vigie.example, true",
        "https://vigie.example/graphql, HTTPS://vigie.example, true",
        "https://vigie.example/graphql, http://vigie.example, false",
        "https://vigie.example/graphql, http://vigie.example:443, false",
        "http://vigie.example/graphql, http://vigie.example, true",
        "http://vigie.example/graphql, https://vigie.example, true",
    })
    void aPlainPageIsNotOursWhereTheDoorHasTls(String url, String origin, boolean ours) {
        var change = MockServerHttpRequest.post(url)
                .header("Host", "vigie.example")
                .header("Origin", origin)
                .build();
        assertThat(OwnOrigin.isRespected(change)).isEqualTo(ours);
        assertThat(OwnOrigin.isNotForeign(change)).isEqualTo(ours);
    }

    @Test
    void withoutAnOriginOnlyPlainReadsPass() {
        assertThat(OwnOrigin.isRespected(MockServerHttpRequest.get("/auth/me").build()))
                .isTrue();
        assertThat(OwnOrigin.isRespected(MockServerHttpRequest.post("/graphql").build()))
                .isFalse();
        assertThat(OwnOrigin.isRespected(
                        MockServerHttpRequest.delete("/api/v1/keys/1").build()))
                .isFalse();
        assertThat(OwnOrigin.isRespected(MockServerHttpRequest.get("/graphql")
                        .header("Upgrade", "websocket")
                        .build()))
                .isFalse();
        assertThat(OwnOrigin.isNotForeign(
                        MockServerHttpRequest.post("/auth/login").build()))
                .isTrue();
    }
}
