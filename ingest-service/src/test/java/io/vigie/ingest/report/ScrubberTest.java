package io.vigie.ingest.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.json.JsonReader;
import io.vigie.ingest.json.JsonText;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {

    private static String metadata(String json) throws Exception {
        return JsonText.of(Scrubber.scrub(JsonReader.read(json.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "login failed, password=hunter2, user=bob|login failed, password=[Filtered], user=bob",
                "{\"token\":\"abc\",\"a\":1}|{\"token\":[Filtered],\"a\":1}",
                "{\\\"token\\\":\\\"abc\\\",\\\"a\\\":1}|{\\\"token\\\":[Filtered],\\\"a\\\":1}",
                "'client_secret' => 'a b c', 'x' => 1|'client_secret' => [Filtered], 'x' => 1",
                "Authorization: Bearer abcdefghijklmnop|Authorization: [Filtered]",
                "Cookie: a=b; c=d|Cookie: [Filtered]",
                "curl -H \"X-Api-Key: 123 456\" https://x|curl -H \"X-Api-Key: [Filtered] 456\" https://x",
                "GET /a?token=abc&page=2|GET /a?token=[Filtered]&page=2",
                "PASSWORD: \"it's \\\" me\" next|PASSWORD: [Filtered] next",
                "sent Bearer abcdefghijklmnopqrst to x|sent Bearer [Filtered] to x",
                "mongodb://admin:pa:ss@db:27017/x|mongodb://[Filtered]@db:27017/x",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_1 end|jwt [Filtered] end",
                "paid with 4111 1111 1111 1111 today|paid with [Filtered] today",
                "4111111111111111 12|[Filtered] 12",
                "card:5500-0000-0000-0004.|card:[Filtered].",
                "amex 3782 822463 10005|amex [Filtered]",
                "Invalid password: hunter2|Invalid password: [Filtered]",
            })
    void takesSecretsOutOfTexts(String text, String clean) {
        assertThat(TextScrubber.scrub(text)).isEqualTo(clean);
    }

    @Test
    void takesKeysAndPemBlocksOutOfTexts() {
        String key = "avl_" + "a1B2".repeat(10);
        assertThat(TextScrubber.scrub("sent " + key + " there")).isEqualTo("sent [Filtered] there");
        String block = "-----BEGIN RSA PRIVATE KEY-----\nMIIE-x\n-----END RSA PRIVATE KEY-----";
        assertThat(TextScrubber.scrub("a\n" + block + "\nb\n" + block)).isEqualTo("a\n[Filtered]\nb\n[Filtered]");
        assertThat(TextScrubber.scrub("cut: -----BEGIN CERTIFICATE-----\nMIIE")).isEqualTo("cut: [Filtered]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TypeError: Cannot read properties of undefined (reading 'name')",
                "SyntaxError: Unexpected token: punc (;)",
                "Unexpected token < in JSON at position 0",
                "\tat com.example.Token.parse(Token.java:12)",
                "#1 /srv/app/Token.php(12): App\\Auth\\Token::check()",
                "    at parseToken (webpack:///token:12:5)",
                "Basic authentication failed",
                "order 4111111111111112 not found",
                "at 1732176000000 after 1795248000000 ms, id 7000000000000000007",
                "https://example.com:8080/a@b",
                "1234567890123456789012345678",
                "3.4111111111111111",
            })
    void leavesEverythingElseAlone(String text) {
        assertThat(TextScrubber.scrub(text)).isEqualTo(text);
    }

    @Test
    void takesValuesOutOfMetadataAtAnyDepth() throws Exception {
        assertThat(metadata("""
                {"userId":"123","Password":"x","a":{"b":[{"X-Api-Key":["k"],"refreshToken":{"c":1},"n":null}]},
                 "card":4111111111111111,"text":"pwd=x","Set-Cookie":7,"auth":true,"author":"me","token":null,"n":1732176000000}"""))
                .isEqualTo(
                        "{\"userId\":\"123\",\"Password\":\"[Filtered]\",\"a\":{\"b\":[{\"X-Api-Key\":\"[Filtered]\","
                                + "\"refreshToken\":\"[Filtered]\",\"n\":null}]},\"card\":\"[Filtered]\",\"text\":\"pwd=[Filtered]\","
                                + "\"Set-Cookie\":\"[Filtered]\",\"auth\":\"[Filtered]\",\"author\":\"me\",\"token\":null,\"n\":1732176000000}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "token=",
                "-----BEGIN ",
                "-----BEGIN A-----",
                "eyJa-",
                "-eyJaaaaaaaaa.",
                "://a:",
                "4111 ",
                "password\"",
                "bearer ",
                "Unexpected token: ",
                "\\",
                "cookie: a\n",
                "avl_aaaaaaaaaaaa",
                "token:\"\\",
                "4"
            })
    void takesLinearTimeWhateverTheText(String piece) {
        String text = piece.repeat(256 * 1024 / piece.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> TextScrubber.scrub(text));
    }
}
