package io.vigie.error.stack;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the language of a stack by the form of its lines: the language that most lines look like. */
final class LanguageGuess {

    private LanguageGuess() {}

    static @Nullable Language of(List<String> lines) {
        Map<Language, Integer> votes = new EnumMap<>(Language.class);
        for (String raw : lines) {
            Language language = ofLine(raw, raw.strip());
            if (language != null) {
                votes.merge(language, 1, Integer::sum);
            }
        }
        Language best = null;
        int most = 0;
        for (Map.Entry<Language, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                best = vote.getKey();
                most = vote.getValue();
            }
        }
        return best;
    }

    private static @Nullable Language ofLine(String raw, String line) {
        if (line.startsWith("at ")) {
            return ofAt(line);
        }
        String bare = PythonStack.withoutGroupMarks(line);
        if (bare.startsWith("File \"") && bare.contains("\", line ")
                || bare.startsWith("Traceback (most recent call last)") && !line.contains(".rb:")) {
            return Language.PYTHON;
        }
        if (line.startsWith("goroutine ") && line.contains("[") || GoStack.isLocation(raw)) {
            return Language.GO;
        }
        if (PhpStack.isFrame(line)) {
            return Language.PHP;
        }
        if (RubyStack.isFrame(line)) {
            return Language.RUBY;
        }
        if (JavaScriptStack.isGeckoFrame(line)) {
            return Language.JAVASCRIPT;
        }
        return line.startsWith("[stacktrace]") || line.equals("Stack trace:") ? Language.PHP : null;
    }

    private static @Nullable Language ofAt(String line) {
        if (JavaScriptStack.isV8Frame(line)) {
            return Language.JAVASCRIPT;
        }
        int open = line.indexOf('(');
        if (open < 0) {
            return null;
        }
        return JavaStack.isFrame(line) ? Language.JAVA : CSharpStack.isFrame(line) ? Language.CSHARP : null;
    }
}
