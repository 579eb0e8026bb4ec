package io.vigie.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
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
    void aProgramGetsTheApi() {
        assertThat(pages.isWanted(request("/sites", MediaType.APPLICATION_JSON)))
                .isFalse();
    }

    private static ServerRequest request(String path, MediaType accepted) {
        return ServerRequest.create(
                MockServerWebExchange.from(MockServerHttpRequest.get(path).accept(accepted)), List.of());
    }
}
