package io.vigie.ingest.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.ingest.json.JsonReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static final String WHOLE =
            "{\"siteId\":\"étienne\",\"cpu\":{\"usage\":1.50},\"alerts\":[{\"level\":\"info\",\"value\":-91.5e1},null,true]}";

    private static String read(String text) throws InvalidBodyException {
        return JsonText.of(JsonReader.read(text.getBytes(UTF_8)));
    }

    private static void refused(byte[] body, String message) {
        assertThatThrownBy(() -> JsonReader.read(body))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void keepsOrderAndTheFormOfNumbers() throws Exception {
        String text = "{\"z\":86400.50,\"a\":[1E3,-0,9007199254740993,null,true,\"\u00e9\\n\"],\"o\":{}}";
        assertThat(read("\uFEFF " + text + "\n")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|body: is empty",
                "{|body: is not valid JSON: line 1, column 2",
                "{\"a\":1}x|body: is not valid JSON",
                "{\"a\":1}{}|body: must end after its first value",
                "{'a':1}|body: is not valid JSON",
                "{\"a\":01}|body: is not valid JSON",
                "[1,]|body: is not valid JSON",
                "{\"a\":[0,{\"b\":NaN}]}|a[1].b: must be a finite number",
                "[-Infinity]|[0]: must be a finite number",
                "[-INF]|[0]: must be a finite number",
                "{\"a\":1e999}|a: must be a finite number",
                "{\"a\":{\"b\":1,\"b\":1}}|a.b: is there twice",
                "{\"a\":\"x\\u0000\"}|a: must not have the character NUL",
                "{\"a\\u0000\":1}|body: must not have the character NUL",
            })
    void refusesByName(String text, String message) {
        refused(text.getBytes(UTF_8), message);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        refused(new byte[] {'"', (byte) 0xE9, '"'}, "body: is not UTF-8 at byte 1");
        refused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "body: is not UTF-8 at byte 1");
        refused(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, "body: is not UTF-8 at byte 1");
        refused("{\"a\":1}".getBytes(UTF_16LE), "body: must not have the character NUL");
        refused(new byte[] {'"', 0, '"'}, "body: must not have the character NUL");
        refused(new byte[] {'"', (byte) 0xC3}, "body: is not UTF-8 at byte 1");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() throws Exception {
        assertThat(read("[".repeat(64) + "]".repeat(64))).hasSize(128);
        refused("[".repeat(65).getBytes(UTF_8), "body: depth at most 64");
        refused("{\"a\":".repeat(200_000).getBytes(UTF_8), "body: depth at most 64");
        assertThat(read("\"" + "x".repeat(262_144) + "\"")).hasSize(262_146);
        refused(("\"" + "x".repeat(262_145) + "\"").getBytes(UTF_8), "body: depth at most 64, texts at most 262144");
        refused(("1" + "0".repeat(500)).getBytes(UTF_8), "body: depth at most 64");
    }

    @Test
    void halvesOfCharactersAreReplaced() throws Exception {
        assertThat(read("\"a\\ud83d b\\ud83d\\ude00\"")).isEqualTo("\"a\uFFFD b\uD83D\uDE00\"");
    }

    @Test
    void aBodyThatIsCutInsideItsLastMemberIsTakenWithoutIt() throws Exception {
        byte[] whole = WHOLE.getBytes(UTF_8);
        int begin = WHOLE.substring(0, WHOLE.indexOf("\"alerts\"")).getBytes(UTF_8).length;
        assertThat(JsonReader.readUpTo("alerts", whole).cut()).isFalse();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            // Of the name, its first two letters tell it from all others.
            if (length >= begin + 3) {
                Reading reading = JsonReader.readUpTo("alerts", cut);
                assertThat(reading.cut()).as(new String(cut, UTF_8)).isTrue();
                assertThat(JsonText.of(reading.value())).isEqualTo("{\"siteId\":\"étienne\",\"cpu\":{\"usage\":1.50}}");
            } else {
                assertThatThrownBy(() -> JsonReader.readUpTo("alerts", cut))
                        .as(new String(cut, UTF_8))
                        .isInstanceOf(InvalidBodyException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"siteId\":\"x\",\"alerts\":[]",
                "{\"siteId\":\"x\", \"alerts\" : ",
                "{\"siteId\":\"x\",\"alerts\":[{\"message\":\"a\\",
                "{\"siteId\":\"x\",\"alerts\":[{\"message\":\"a\\u00",
                "{\"siteId\":\"x\",\"alerts\":[{\"value\":1.",
                "{\"siteId\":\"x\",\"alerts\":[{\"value\":-",
                "{\"siteId\":\"x\",\"alerts\":[{\"value\":1e",
                "{\"siteId\":\"x\",\"alerts\":[{\"value\":fals",
                "{\"siteId\":\"x\",\"alerts\":[{\"value\":1},",
                "{\"siteId\":\"x\",\"alerts\":nul",
            })
    void whereverItIsCutInside(String cut) throws Exception {
        assertThat(JsonText.of(
                        JsonReader.readUpTo("alerts", cut.getBytes(UTF_8)).value()))
                .isEqualTo("{\"siteId\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"siteId\":\"x\",\"alerts\":[],",
                "{\"siteId\":\"x\",\"alerts\":[],\"disk\":{",
                "{\"siteId\":\"x\",\"a",
                "{\"siteId\":\"x\",\"disk\":{\"alerts\":[",
                "{\"siteId\":\"x\",\"disk\":\"a,\\\"alerts",
                "{\"siteId\":\"x\",\"disk\":{\"a\":1,\"alerts",
                "{\"siteId\":\"x\",\"alerts\":[tru]}",
                "{\"siteId\":\"x\",\"alerts\":[}",
                "[{\"alerts\":[",
                "{",
            })
    void aBodyThatIsCutElsewhereOrBrokenIsRefused(String cut) {
        assertThatThrownBy(() -> JsonReader.readUpTo("alerts", cut.getBytes(UTF_8)))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith("body: is not valid JSON");
    }
}
