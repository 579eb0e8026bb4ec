package io.vigie.error.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.error.stack.Language;
import io.vigie.error.stack.ReportedException;
import io.vigie.error.stack.ReportedFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrouperTest {

    private static final String STACK = """
            TypeError: x is not a function
                at save (/app/src/user.js:3:9)
            """;

    private final Grouper grouper = new Grouper(new MemoryBudget());

    @Test
    void theSameErrorUnderTheKeyOfAnotherServiceIsAnotherIssue() {
        Grouping shop = grouper.group(ErrorText.ofReport("shop", null, STACK));
        Grouping till = grouper.group(ErrorText.ofReport("till", null, STACK));

        assertThat(shop.key()).isNotEqualTo(till.key());
        assertThat(shop.key().sha256()).isEqualTo(till.key().sha256());
    }

    @Test
    void aFingerprintComesBeforeEverythingElse() {
        Grouping one = grouper.group(withFingerprint("Boom", List.of("checkout", "v2")));
        Grouping other = grouper.group(withFingerprint("Something else entirely", List.of("checkout", "v2")));
        Grouping third = grouper.group(withFingerprint("Boom", List.of("checkout", "v3")));

        assertThat(one.key()).isEqualTo(other.key()).isNotEqualTo(third.key());
        assertThat(one.mechanism()).isEqualTo(Mechanism.FINGERPRINT);
    }

    @Test
    void theDefaultMarkInAFingerprintStandsForTheDefaultGroup() {
        Grouping plain = grouper.group(ErrorText.ofReport("shop", "Boom", null));

        assertThat(grouper.group(withFingerprint("Boom", List.of("{{ default }}")))
                        .key())
                .isEqualTo(plain.key());
        Grouping refined = grouper.group(withFingerprint("Boom", List.of("{{default}}", "tenant-a")));
        assertThat(refined.key()).isNotEqualTo(plain.key());
        assertThat(grouper.group(withFingerprint("Bang", List.of("{{ default }}", "tenant-a")))
                        .key())
                .isNotEqualTo(refined.key());
    }

    @Test
    void partsOfAFingerprintDoNotRunIntoEachOther() {
        assertThat(grouper.group(withFingerprint("x", List.of("ab", "c"))).key())
                .isNotEqualTo(
                        grouper.group(withFingerprint("x", List.of("a", "bc"))).key());
    }

    @Test
    void beyondTwentyTemplatesTheFramesAloneMakeTheIssue() {
        Set<GroupKey> keys = new HashSet<>();
        for (char c = 'a'; c < 'a' + TemplateBudget.MOST_TEMPLATES; c++) {
            keys.add(thrown("reason " + c).key());
        }
        assertThat(keys).hasSize(TemplateBudget.MOST_TEMPLATES);

        Grouping late = thrown("one reason more");
        assertThat(late.mechanism()).isEqualTo(Mechanism.FRAMES);
        assertThat(late.key()).isEqualTo(thrown("and yet another").key());
        assertThat(keys).doesNotContain(late.key()).contains(thrown("reason a").key());
    }

    @Test
    void aGroupingExplainsItself() {
        Grouping grouping = grouper.group(ErrorText.ofReport("shop", null, """
                com.acme.OrderFailed: order 17
                	at com.acme.OrderService.place(OrderService.java:50)
                Caused by: java.lang.RuntimeException: card 4242 refused
                	at com.acme.PayClient.charge(PayClient.java:31)
                	at com.acme.OrderService.place(OrderService.java:48)
                """));

        assertThat(grouping.mechanism()).isEqualTo(Mechanism.FRAMES_AND_TEMPLATE);
        assertThat(grouping.types()).containsExactly("com.acme.OrderFailed", "java.lang.RuntimeException");
        assertThat(grouping.frames()).containsExactly("com.acme.PayClient#charge", "com.acme.OrderService#place");
        assertThat(grouping.template()).isEqualTo("card <num> refused");
        assertThat(grouping.culprit()).isEqualTo("com.acme.PayClient#charge");
        assertThat(grouping.title()).isEqualTo("com.acme.OrderFailed: order 17");
    }

    @Test
    void theStructuredChainOfAnSdkIsReadOldestFirst() {
        ReportedFrame older = new ReportedFrame("com.acme.OrderService", "OrderService.java", "place", true);
        ReportedFrame library = new ReportedFrame("com.other.Client", "Client.java", "send", false);
        ReportedFrame thrower =
                new ReportedFrame("com.acme.PayClient$$SpringCGLIB$$0", "PayClient.java", "lambda$charge$3", null);
        ReportedException root =
                new ReportedException("java.net", "ConnectException", "refused", List.of(older, thrower, library));
        ReportedException outer = new ReportedException("com.acme", "OrderFailed", "order 17", List.of(older));

        Grouping grouping =
                grouper.group(new ErrorText("shop", Language.JAVA, null, null, null, List.of(), List.of(root, outer)));

        assertThat(grouping.types()).containsExactly("com.acme.OrderFailed", "java.net.ConnectException");
        assertThat(grouping.frames()).containsExactly("com.acme.PayClient#charge", "com.acme.OrderService#place");
    }

    @Test
    void whatAnSdkCallsItsOwnIsItsOwn() {
        ReportedFrame frame = new ReportedFrame(null, "/app/node_modules/@acme/core/pay.js", "pay", true);
        ReportedException error = new ReportedException(null, "TypeError", "x is not a function", List.of(frame));

        Grouping grouping =
                grouper.group(new ErrorText("shop", Language.JAVASCRIPT, null, null, null, List.of(), List.of(error)));

        assertThat(grouping.mechanism()).isEqualTo(Mechanism.FRAMES);
        assertThat(grouping.culprit()).endsWith("pay#pay");
    }

    @Test
    void anErrorWithNothingInItHasAKeyAndATitle() {
        Grouping grouping = grouper.group(ErrorText.ofReport("shop", null, null));

        assertThat(grouping.title()).isEqualTo("error without a message");
        assertThat(grouping.key().sha256()).hasSize(64);
    }

    @Test
    void aServiceWithoutANameIsRefused() {
        assertThatThrownBy(() -> ErrorText.ofReport(" ", "x", null)).hasMessage("service is blank");
    }

    private Grouping thrown(String message) {
        return grouper.group(
                ErrorText.ofReport("shop", null, "Error: " + message + "\n    at guard (/app/src/guard.js:3:9)\n"));
    }

    private static ErrorText withFingerprint(String message, List<String> fingerprint) {
        return new ErrorText("shop", null, null, message, null, fingerprint, List.of());
    }

    private static final class MemoryBudget implements TemplateBudget {

        private final Map<GroupKey, Set<String>> seen = new HashMap<>();

        @Override
        public boolean admits(GroupKey frames, String template) {
            Set<String> templates = seen.computeIfAbsent(frames, key -> new HashSet<>());
            return templates.contains(template) || templates.size() < MOST_TEMPLATES && templates.add(template);
        }
    }
}
