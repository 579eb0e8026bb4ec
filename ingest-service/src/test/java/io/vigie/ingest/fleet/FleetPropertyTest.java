package io.vigie.ingest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.fleet.FleetParser.Sender;
import io.vigie.ingest.json.InvalidBodyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever mix of fields a body has: each is stored as what it says, or the body is refused by the name of a wrong one. */
class FleetPropertyTest {

    private static final int BODIES = 5_000;

    /** How a field is called, under which column it is stored, and what one of its unit is there. */
    private record Field(String path, String column, double scale, boolean size) {}

    private static final List<Field> FIELDS = List.of(
            new Field("cpu.usage", "system.cpu.utilization{} 1", 0.01, false),
            new Field("memory.total", "system.memory.limit{} By", 1, true),
            new Field("memory.used", "system.memory.usage{state=used} By", 1, true),
            new Field("memory.free", "system.memory.usage{state=free} By", 1, true),
            new Field("memory.percent", "system.memory.utilization{} 1", 0.01, false),
            new Field("temperature", "hw.temperature{id=cpu} Cel", 1, false),
            new Field("uptime", "system.uptime{} s", 1, false),
            new Field("disk.size", "system.filesystem.limit{mountpoint=/} By", 1, true),
            new Field("disk.used", "system.filesystem.usage{mountpoint=/, state=used} By", 1, true),
            new Field("disk.available", "system.filesystem.usage{mountpoint=/, state=free} By", 1, true),
            new Field("disk.percent", "system.filesystem.utilization{mountpoint=/} 1", 0.01, false));

    private static final List<String> WRONG =
            List.of("\"high\"", "true", "[1]", "{}", "NaN", "\"NaN\"", "1e999", "\"Infinity\"", "\"1e999\"");
    private static final List<String> NOTHING = List.of("null", "\"\"", "\"-\"", "\"N/A\"");

    private final Map<String, Double> expected = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private @Nullable String written(Field field, Random random) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> null;
            case 4, 5 -> NOTHING.get(random.nextInt(NOTHING.size()));
            case 6 -> {
                wrong.add(field.path());
                yield WRONG.get(random.nextInt(WRONG.size()));
            }
            default -> number(field, random);
        };
    }

    private String number(Field field, Random random) {
        double number = random.nextInt(1000) / 10.0;
        String text = String.format(Locale.ROOT, "%.1f", number);
        if (field.size() && random.nextBoolean()) {
            int power = random.nextInt(4);
            expected.put(field.column(), Math.rint(number * Math.pow(1024, power + 1)));
            String comma = random.nextBoolean() ? text.replace('.', ',') : text;
            return '"' + comma + "KMGT".charAt(power) + (random.nextBoolean() ? "i" : "") + '"';
        }
        boolean asText = random.nextBoolean();
        // What df prints without a letter is whole bytes.
        expected.put(field.column(), field.size() && asText ? Math.rint(number) : scaled(number, field));
        return asText ? '"' + text + '"' : text;
    }

    private static double scaled(double number, Field field) {
        return field.scale() == 1 ? number : Math.round(number * 10) / 1000.0;
    }

    private String body(Random random) {
        Map<String, List<String>> groups = new TreeMap<>();
        List<String> top = new ArrayList<>(List.of("\"siteId\":\"x\""));
        for (Field field : FIELDS) {
            String value = written(field, random);
            if (value != null) {
                int dot = field.path().indexOf('.');
                String member = '"' + field.path().substring(dot + 1) + "\":" + value;
                if (dot < 0) {
                    top.add(member);
                } else {
                    groups.computeIfAbsent(field.path().substring(0, dot), name -> new ArrayList<>())
                            .add(member);
                }
            }
        }
        groups.forEach((name, members) -> {
            Collections.shuffle(members, random);
            top.add('"' + name + "\":{" + String.join(",", members) + "}");
        });
        Collections.shuffle(top, random);
        return "{" + String.join(",", top) + "}";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261121})
    void eachFieldIsStoredOrItsBodyIsRefusedByItsName(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < BODIES; i++) {
            expected.clear();
            wrong.clear();
            String body = body(random);
            try {
                var message = (FleetMessage.Metrics) FleetParser.parse(body.getBytes(UTF_8), new Sender(null, null), 0);
                assertThat(wrong).as(body).isEmpty();
                assertThat(FleetParserTest.named(message.values())).as(body).isEqualTo(expected);
                taken++;
            } catch (InvalidBodyException e) {
                assertThat(wrong).as(body + " -> " + e.getMessage()).contains(e.field());
            }
        }
        assertThat(taken).isBetween(BODIES / 4, BODIES * 3 / 4);
    }
}
