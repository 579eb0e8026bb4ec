package io.vigie.ingest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SiftedPatternTest {

    private static final int TEXTS = 100_000;

    /** What the expressions look for, in pieces, and what stands around it. */
    private static final List<String> PIECES = List.of(
            "pass",
            "word",
            "PassWd",
            "phrase",
            "pwd",
            "secret",
            "Token",
            "authorization",
            "cookie",
            "api",
            "_",
            "-",
            "key",
            "ACCESS",
            "private",
            "credential",
            "s",
            "cvv",
            "cvc",
            "session",
            "id",
            "=",
            "=>",
            ":",
            "::",
            " ",
            "  ",
            "\"",
            "\\",
            "bearer ",
            "Basic ",
            "a.b~c+d/e=f-0123456",
            "avl_",
            "0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWX",
            "eyJ",
            "hbGciOiJIUzI1NiJ9",
            ".",
            "://",
            "@",
            "host",
            "\n",
            "4111",
            "1111",
            "3782",
            "822463",
            "10005",
            "41",
            "9",
            "x",
            "\u00e9",
            "\u212a",
            "\u017f",
            "\ud83d\ude00",
            "+");

    @Test
    void findsWhatTheExpressionsFindAlone() {
        Random random = new Random(20_261_130);
        int found = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            for (SiftedPattern sifted : List.of(TextScrubber.NAMES, TextScrubber.CREDENTIALS, CardNumbers.CANDIDATES)) {
                List<String> expected = all(sifted.pattern(), text);
                assertThat(all(sifted, text)).as(text).isEqualTo(expected);
                found += expected.size();
            }
        }
        assertThat(found).isGreaterThan(TEXTS / 10);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(12); pieces >= 0; pieces--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.start() + "-" + matcher.end());
        }
        return all;
    }

    private static List<String> all(SiftedPattern sifted, String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = sifted.matcher(text);
        for (int from = 0; sifted.find(matcher, text, from); from = matcher.end()) {
            all.add(matcher.start() + "-" + matcher.end());
        }
        return all;
    }
}
