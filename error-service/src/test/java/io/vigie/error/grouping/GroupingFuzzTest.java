package io.vigie.error.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.error.template.MessageTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupingFuzzTest {

    private static final int MUTATIONS = 6_000;
    private static final String[] SPICE = {
        "\n",
        "\r\n",
        "\t",
        " ",
        "\"",
        "'",
        "`",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        "{",
        "}",
        "@",
        ":",
        "::",
        ".",
        ",",
        ";",
        "/",
        "\\",
        "-",
        "--",
        "->",
        "#",
        "$",
        "%",
        "0",
        "42",
        "404",
        "1e9",
        "0x",
        "at ",
        "in ",
        "Caused by: ",
        "---> ",
        "#0 ",
        "File \"",
        "goroutine ",
        "eyJ",
        "http://",
        "<num>",
        "<str>",
        "é",
        "\u202F",
        "\uD83D",
        "\u0000",
        "null",
        "T",
        "Z",
        "Jan 12",
        "5s",
        "P1D",
        "one of",
        "3 items",
        "code ",
        ")=("
    };

    private final Grouper grouper = new Grouper((frames, template) -> true);

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 1234})
    void whateverTheTextTheKeyIsTheSameTwiceAndNothingIsThrown(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = texts();
        for (int i = 0; i < MUTATIONS; i++) {
            String stack = mutated(texts.get(random.nextInt(texts.size())), random);
            String message = random.nextBoolean() ? null : mutated(texts.get(random.nextInt(texts.size())), random);
            ErrorText text = ErrorText.ofReport("shop", message, stack);

            assertThat(grouper.group(text)).as("seed %d, mutation %d", seed, i).isEqualTo(grouper.group(text));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 1234})
    void theTemplateOfATemplateIsItself(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = texts();
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(texts.get(random.nextInt(texts.size())), random);
            String template = MessageTemplate.of(text).text();

            assertThat(template.length()).isLessThanOrEqualTo(MessageTemplate.LONGEST);
            assertThat(MessageTemplate.of(template).text())
                    .as("of the text%n%s", text)
                    .isEqualTo(template);
        }
    }

    /** Eight times the text takes about eight times as long; what grows with the square takes 64 times as long. */
    @Test
    void timeGrowsWithTheTextAndNotWithItsSquare() {
        List<String> parts = new ArrayList<>(List.of(SPICE));
        parts.addAll(List.of(
                "a",
                "a.",
                "1,",
                "a-",
                "a/",
                "\"a ",
                "at a.b(",
                "at a (b:1:2)\n",
                "#1 a(1): b->c()\n",
                "a@b:1:2\n",
                "  File \"a\", line 1, in b\n",
                "a.rb:1:in `b'\n",
                "\tat a.B.c(D.java:1)\n",
                "Caused by: a.B: c\n",
                "main.a()\n\t/a.go:1\n",
                "   at A.B.C()\n",
                "||||",
                "A: b\n"));
        for (String part : parts) {
            long small = nanos(part, 8_000);
            long large = nanos(part, 64_000);

            assertThat(large)
                    .as("nanoseconds for 64,000 characters of %s", part)
                    .isLessThan(Math.max(small, 1_000_000) * 32);
        }
    }

    private long nanos(String part, int length) {
        String text = part.repeat(length / part.length() + 1).substring(0, length);
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long start = System.nanoTime();
            grouper.group(ErrorText.ofReport("shop", text, text));
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static List<String> texts() throws IOException {
        return Pair.all()
                .flatMap(pair -> Stream.of(pair.left(), pair.right()))
                .flatMap(text -> Stream.of(text.message(), text.stack()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .map(text -> text.length() > 4_000 ? text.substring(0, 4_000) : text)
                .toList();
    }

    private static String mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int change = random.nextInt(6); change >= 0; change--) {
            int at = random.nextInt(out.length() + 1);
            int end = Math.min(out.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> out.insert(at, SPICE[random.nextInt(SPICE.length)]);
                case 1 -> out.delete(at, end);
                case 2 -> out.insert(at, out.substring(at, end));
                case 3 -> out.insert(at, (char) (32 + random.nextInt(95)));
                default -> out.replace(at, end, SPICE[random.nextInt(SPICE.length)]);
            }
        }
        return random.nextInt(20) == 0 ? out.substring(random.nextInt(out.length() + 1)) : out.toString();
    }
}
