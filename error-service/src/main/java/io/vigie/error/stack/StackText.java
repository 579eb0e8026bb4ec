package io.vigie.error.stack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace as text, read.
 *
 * @param language what it was written in, null where that can't be seen
 * @param chain its exceptions from the outermost to the root cause; empty where none was understood
 */
public record StackText(@Nullable Language language, List<ThrownError> chain) {

    /** What is read of a stack; the rest is left out. */
    public static final int LONGEST = 64 * 1024;

    public static final int MOST_LINES = 2_000;

    private static final int LONGEST_LINE = 2_048;

    public StackText {
        chain = List.copyOf(chain);
    }

    public static StackText of(String stack) {
        List<String> lines = lines(stack);
        Language language = LanguageGuess.of(lines);
        if (language == null) {
            return new StackText(null, withoutFrames(lines));
        }
        return new StackText(
                language,
                parse(language, lines).stream().filter(StackText::saysAnything).toList());
    }

    private static List<ThrownError> parse(Language language, List<String> lines) {
        return switch (language) {
            case JAVASCRIPT -> JavaScriptStack.parse(lines);
            case JAVA -> JavaStack.parse(lines);
            case PYTHON -> PythonStack.parse(lines);
            case GO -> GoStack.parse(lines);
            case PHP -> PhpStack.parse(lines);
            case CSHARP -> CSharpStack.parse(lines);
            case RUBY -> RubyStack.parse(lines);
        };
    }

    private static boolean saysAnything(ThrownError error) {
        return error.type() != null
                || error.message() != null
                || !error.frames().isEmpty();
    }

    private static List<ThrownError> withoutFrames(List<String> lines) {
        for (String line : lines) {
            if (!line.isBlank()) {
                Head head = Head.sure(line);
                return List.of(
                        head == null
                                ? new ThrownError(null, line.strip(), List.of())
                                : new ThrownError(head.type(), head.message(), List.of()));
            }
        }
        return List.of();
    }

    /** Lines without their ends, whichever system they come from; also where a log wrote line ends as \n. */
    static List<String> lines(String stack) {
        String text = stack.length() > LONGEST ? stack.substring(0, LONGEST) : stack;
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.contains("\\n")) {
            text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t");
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length() && lines.size() < MOST_LINES) {
            int end = from;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            lines.add(CSharpStack.inEnglish(text.substring(from, Math.min(end, from + LONGEST_LINE))));
            from = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        return lines;
    }
}
