package io.vigie.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagesIT {

    private static final String[] BROWSER = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.builder().start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void everyRouteOfTheDashboardIsItsOnePage() throws Exception {
        for (String path : new String[] {"/", "/login", "/sites", "/sites/saint%20%C3%A9tienne", "/errors"}) {
            Answer page = gateway.get(path, BROWSER);
            assertThat(page.header("Content-Type").orElseThrow()).as(path).startsWith("text/html");
            assertThat(page.body()).as(path).contains("<title>Vigie");
        }
    }

    @Test
    void aProgramThatAsksForAnUnknownPathGetsAProblem() throws Exception {
        for (String path : new String[] {"/sites", "/assets/nothing.js", "/favicon-nothing.ico", "/api/nothing"}) {
            Answer answer = gateway.get(path, "Accept", "application/json");
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).as(path).contains("application/problem+json");
        }
        assertThat(gateway.get("/api/nothing", BROWSER).status()).isEqualTo(404);
        assertThat(gateway.get("/assets/nothing.js", BROWSER).status()).isEqualTo(404);
        assertThat(gateway.get("/assets/../gateway.yml").status()).isEqualTo(404);
        assertThat(gateway.get("/assets/%2e%2e/%2e%2e/gateway.yml").status()).isEqualTo(404);
        assertThat(gateway.get("/gateway.yml").status()).isEqualTo(404);
    }

    @Test
    void hashedFilesAreKeptForEverAndComeCompressed() throws Exception {
        Answer plain = gateway.get("/assets/sample-0a1b2c3d.js");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.body()).contains("plain");
        assertThat(plain.header("Content-Type").orElseThrow()).contains("javascript");
        assertThat(plain.header("Cache-Control").orElseThrow()).contains("max-age=31536000", "immutable");
        Answer compressed = gateway.get("/assets/sample-0a1b2c3d.js", "Accept-Encoding", "gzip, br");
        assertThat(compressed.header("Content-Encoding")).contains("br");
        assertThat(compressed.header("Vary").orElseThrow()).contains("Accept-Encoding");
    }
}
