package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The lists of {@code libraries.txt}: what is not the application's own. */
final class Libraries {

    private static final Map<String, Set<String>> LISTS = read();

    private Libraries() {}

    private static Map<String, Set<String>> read() {
        try (InputStream file = Libraries.class.getResourceAsStream("libraries.txt")) {
            if (file == null) {
                throw new IllegalStateException("libraries.txt is missing from the jar");
            }
            Map<String, Set<String>> lists = new HashMap<>();
            Set<String> open = new HashSet<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    open = lists.computeIfAbsent(line.substring(1, line.length() - 1), name -> new HashSet<>());
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    open.addAll(Arrays.asList(line.trim().split(" ")));
                }
            }
            return lists;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isLibrary(Language language, String name, char separator) {
        return contains(language.name().toLowerCase(Locale.ROOT), name, separator)
                || isDispatch(language, name, separator);
    }

    static boolean isDispatch(Language language, String name, char separator) {
        return contains(language.name().toLowerCase(Locale.ROOT) + " dispatch", name, separator);
    }

    static Role role(Language language, String name, char separator) {
        if (isDispatch(language, name, separator)) {
            return Role.DISPATCH;
        }
        if (contains(language.name().toLowerCase(Locale.ROOT) + " runtime", name, separator)) {
            return Role.RUNTIME;
        }
        return isLibrary(language, name, separator) ? Role.LIBRARY : Role.APP;
    }

    /** Whether the list has the name itself or a name that it is below of. */
    private static boolean contains(String list, String name, char separator) {
        Set<String> names = LISTS.getOrDefault(list, Set.of());
        for (int end = name.indexOf(separator); end >= 0; end = name.indexOf(separator, end + 1)) {
            if (names.contains(name.substring(0, end))) {
                return true;
            }
        }
        return names.contains(name);
    }
}
