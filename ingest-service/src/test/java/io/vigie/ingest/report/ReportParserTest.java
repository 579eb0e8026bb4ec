package io.vigie.ingest.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonReader;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.proto.errors.v1.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportParserTest {

    /** The body of REQUIREMENTS. */
    static final String MANUAL = """
            { "error": {"message": "Something went wrong", "stack": "Error: …\\n    at …", "path": "/api/users", "method": "GET"},
              "level": "error", "metadata": {"userId": "123"} }
            """;

    private static ErrorEvent parse(String body) throws InvalidBodyException {
        return ReportParser.parse(body.getBytes(UTF_8)).build();
    }

    private static ErrorEvent message(String message) throws InvalidBodyException {
        return parse("{\"error\":{\"message\":\"" + message + "\"}}");
    }

    @Test
    void readsTheBodyOfTheManual() throws Exception {
        assertThat(parse(MANUAL))
                .isEqualTo(ErrorEvent.newBuilder()
                        .setLevel(Level.LEVEL_ERROR)
                        .setMessage("Something went wrong")
                        .setStack("Error: …\n    at …")
                        .setPath("/api/users")
                        .setMethod("GET")
                        .setMetadata("{\"userId\":\"123\"}")
                        .build());
    }

    @Test
    void messageOrStackIsEnough() throws Exception {
        assertThat(message("x").getLevel()).isEqualTo(Level.LEVEL_ERROR);
        ErrorEvent stack =
                parse("{\"error\":{\"message\":null,\"stack\":\"s\"},\"level\":null,\"metadata\":null,\"more\":1}");
        assertThat(stack.getStack()).isEqualTo("s");
        assertThat(stack.getMetadata()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "debug,LEVEL_DEBUG",
        "info,LEVEL_INFO",
        "warning,LEVEL_WARNING",
        "ERROR,LEVEL_ERROR",
        "critical,LEVEL_CRITICAL",
        "fatal,LEVEL_FATAL"
    })
    void readsLevels(String written, Level level) throws Exception {
        assertThat(parse("{\"error\":{\"message\":\"x\"},\"level\":\"" + written + "\"}")
                        .getLevel())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|error: must be given",
                "[]|body: must be an object",
                "{\"error\":\"x\"}|error: must be an object",
                "{\"error\":{}}|error: message or stack must be there",
                "{\"error\":{\"message\":\" \",\"stack\":null}}|error: message or stack must be there",
                "{\"error\":{\"message\":7}}|error.message: must be a text",
                "{\"error\":{\"message\":\"x\",\"stack\":[]}}|error.stack: must be a text",
                "{\"error\":{\"message\":\"x\"},\"level\":\"loud\"}|level: debug, info, warning, error, critical or fatal is allowed",
                "{\"error\":{\"message\":\"x\"},\"level\":3}|level: must be a text",
                "{\"error\":{\"message\":\"x\"},\"metadata\":[]}|metadata: must be an object",
                "{\"error\":{\"message\":\"x\"},\"error\":{}}|error: is there twice",
                "{\"error\":{\"message\":\"\\u0000\"}}|error.message: must not have the character NUL",
            })
    void refusesByName(String body, String message) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessage(message);
    }

    @Test
    void cutsWhatIsTooLongAtWholeCharacters() throws Exception {
        assertThat(message("m".repeat(8193)).getMessage()).hasSize(8192);
        assertThat(message("m" + "\uD83D\uDE00".repeat(5000)).getMessage())
                .hasSize(8191)
                .endsWith("\uD83D\uDE00");
        ErrorEvent event = parse("{\"error\":{\"stack\":\"" + "line\\n".repeat(3000) + "\",\"path\":\""
                + "p".repeat(3000) + "\",\"method\":\"" + "M".repeat(40) + "\"}}");
        assertThat(event.getStack().lines()).hasSize(2000);
        assertThat(event.getPath()).hasSize(2048);
        assertThat(event.getMethod()).hasSize(32);
        String wide =
                parse("{\"error\":{\"stack\":\"" + "é".repeat(50_000) + "\"}}").getStack();
        assertThat(wide.getBytes(UTF_8)).hasSize(65_536);
        assertThat(wide).matches("é+");
    }

    @Test
    void keepsTheMembersOfMetadataThatFit() throws Exception {
        String large = "x".repeat(200_000);
        String metadata = parse("{\"error\":{\"message\":\"x\"},\"metadata\":{\"a\":1,\"b\":\"" + large + "\",\"c\":\""
                        + large + "\",\"d\":2}}")
                .getMetadata();
        assertThat(metadata.getBytes(UTF_8).length).isLessThanOrEqualTo(256 * 1024);
        Json.Obj kept = (Json.Obj) JsonReader.read(metadata.getBytes(UTF_8));
        assertThat(kept.members().keySet()).containsExactly("a", "b", "d", "_cut");
        assertThat(kept.get("_cut")).isEqualTo(new Json.Num("1"));
    }

    @Test
    void scrubsBeforeItCuts() throws Exception {
        String secret = message("m".repeat(8180) + " password=hunter2").getMessage();
        assertThat(secret).hasSize(8192).endsWith(" password=[F");
    }

    @Test
    void anIdIsTheClientsOwnOrRandom() throws Exception {
        assertThat(EventId.of(" a-B_9 ")).isEqualTo("a-B_9");
        assertThat(EventId.of("\"8e03978e-40d5-43e8-bc93-6894a57f9324\""))
                .isEqualTo("8e03978e-40d5-43e8-bc93-6894a57f9324");
        assertThat(EventId.of(null)).hasSize(36).isNotEqualTo(EventId.of(null));
        for (String wrong : new String[] {"", "a b", "é", "x".repeat(129), "\"\""}) {
            assertThatThrownBy(() -> EventId.of(wrong))
                    .hasMessage("Idempotency-Key: 1 to 128 of A-Z a-z 0-9 _ - are allowed");
        }
    }
}
