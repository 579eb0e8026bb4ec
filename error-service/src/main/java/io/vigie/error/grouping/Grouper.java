package io.vigie.error.grouping;

import io.vigie.error.stack.ThrownError;
import io.vigie.error.template.MessageTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the issue that an error belongs to. Deterministic: the same text, the same key, on every machine; only the budget of templates is
 * state. Never fails, whatever the text is.
 */
public final class Grouper {

    /** Raised when a change of the rules changes keys. */
    public static final int MECHANISM_VERSION = 1;

    private static final int LONGEST_TITLE = 200;

    private final TemplateBudget budget;

    public Grouper(TemplateBudget budget) {
        this.budget = budget;
    }

    public Grouping group(ErrorText text) {
        Grouping byDefault = byDefault(text);
        return isDefault(text.fingerprint()) ? byDefault : byFingerprint(text, byDefault);
    }

    private static boolean isDefault(List<String> fingerprint) {
        return fingerprint.isEmpty() || fingerprint.size() == 1 && isDefaultMark(fingerprint.getFirst());
    }

    private static boolean isDefaultMark(String value) {
        String mark = value.strip();
        return mark.startsWith("{{")
                && mark.endsWith("}}")
                && mark.length() > 4
                && mark.substring(2, mark.length() - 2).strip().equals("default");
    }

    private static Grouping byFingerprint(ErrorText text, Grouping inner) {
        List<String> parts = new ArrayList<>(List.of("fingerprint"));
        for (String value : text.fingerprint()) {
            parts.add(isDefaultMark(value) ? inner.key().sha256() : value);
        }
        return new Grouping(
                key(text, parts),
                Mechanism.FINGERPRINT,
                inner.types(),
                inner.frames(),
                inner.template(),
                inner.culprit(),
                inner.title());
    }

    private Grouping byDefault(ErrorText text) {
        ErrorChain chain = ErrorChain.of(text);
        List<String> types = Types.chain(chain.errors());
        String message = Objects.requireNonNullElse(chain.root().message(), "");
        FrameChoice frames = FrameChoice.of(chain.frames(), types.getLast(), message);
        return new Rules(text, types, frames, message, title(chain)).apply();
    }

    private static String title(ErrorChain chain) {
        ThrownError outermost = chain.errors().getFirst();
        String type = outermost.type();
        String message = Objects.requireNonNullElse(outermost.message(), "").strip();
        int end = message.indexOf('\n');
        message = end < 0 ? message : message.substring(0, end);
        String title = type == null ? message : message.isEmpty() ? type : type + ": " + message;
        title = title.isBlank() ? "error without a message" : title;
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE - 1) + "…" : title;
    }

    private static GroupKey key(ErrorText text, List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return new GroupKey(
                    text.service(), MECHANISM_VERSION, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** One error on its way through the rules. */
    private final class Rules {

        private final ErrorText text;
        private final List<String> types;
        private final FrameChoice frames;
        private final String message;
        private final String title;

        Rules(ErrorText text, List<String> types, FrameChoice frames, String message, String title) {
            this.text = text;
            this.types = types;
            this.frames = frames;
            this.message = message;
            this.title = title;
        }

        Grouping apply() {
            String root = types.getLast();
            boolean sayNothing = Types.sayNothing(root);
            if (frames.inApp() && !sayNothing && !Types.carriesCode(root)) {
                return grouping(Mechanism.FRAMES, List.of(), null);
            }
            MessageTemplate template = MessageTemplate.of(message);
            if (frames.names().isEmpty()) {
                return grouping(Mechanism.TYPE_AND_TEMPLATE, List.of(template.text()), template.text());
            }
            if (frames.inApp() && !sayNothing) {
                return grouping(
                        template.codes().isEmpty() ? Mechanism.FRAMES : Mechanism.FRAMES_AND_CODES,
                        template.codes(),
                        null);
            }
            Grouping framesAlone = grouping(Mechanism.FRAMES, List.of(), null);
            return budget.admits(framesAlone.key(), template.text())
                    ? grouping(Mechanism.FRAMES_AND_TEMPLATE, List.of(template.text()), template.text())
                    : framesAlone;
        }

        private Grouping grouping(Mechanism mechanism, List<String> more, @Nullable String template) {
            List<String> parts = new ArrayList<>();
            for (List<String> list : List.of(types, frames.names(), more)) {
                parts.add(Integer.toString(list.size()));
                parts.addAll(list);
            }
            String culprit = frames.names().isEmpty() ? null : frames.names().getFirst();
            return new Grouping(key(text, parts), mechanism, types, frames.names(), template, culprit, title);
        }
    }
}
