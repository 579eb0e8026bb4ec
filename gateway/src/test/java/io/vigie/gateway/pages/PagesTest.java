package io.vigie.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;

class PagesTest {

    private final Pages pages = new Pages(new ByteArrayResource(new byte[0]));

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sites", "/sites/cesson-b827eb123456", "/sites/shop.local", "/login"})
    void aPersonGetsAPage(String path) {
        assertThat(pages.isWanted(request(path, MediaType.TEXT_HTML))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/index.js", "/favicon.ico", "/robots.txt"})
    void aFileIsNoPage(String path) {
        assertThat(pages.isWanted(request(path, MediaType.TEXT_HTML))).isFalse();
    }

    @Test
    void theAddressThatIsPrintedIsAPageForEverybody() {
        assertThat(pages.isWanted(request("/", MediaType.ALL))).isTrue();
        assertThat(pages.isWanted(request("/", MediaType.APPLICATION_JSON))).isFalse();
        assertThat(pages.isWanted(request("/sites", MediaType.ALL))).isFalse();
    }

    @Test
    void aProgramGetsTheApi() {
        assertThat(pages.isWanted(request("/sites", MediaType.APPLICATION_JSON)))
                .isFalse();
    }

    @Test
    void aGatewayWithoutItsDashboardSaysSo() {
        Pages notBuilt = new Pages(new ClassPathResource("not/built/index.html"));
        var answer = Objects.requireNonNull(
                notBuilt.show(request("/", MediaType.TEXT_HTML)).block(Duration.ofSeconds(10)));
        assertThat(answer.statusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    private static ServerRequest request(String path, MediaType accepted) {
        return ServerRequest.create(
                MockServerWebExchange.from(MockServerHttpRequest.get(path).accept(accepted)), List.of());
    }
}
