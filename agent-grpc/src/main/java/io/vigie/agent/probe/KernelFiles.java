package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** The kernel's files under a root folder ({@code /}, or a copy of them). */
final class KernelFiles {

    private final Path root;

    KernelFiles(Path root) {
        this.root = root;
    }

    Path path(String path) {
        return root.resolve(path);
    }

    /** The whole text, without blanks and NULs at its ends. */
    String text(String path) throws IOException {
        return text(path(path));
    }

    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .replace("\0", "")
                .strip();
    }

    /** The text of a file that this machine may not have. */
    Optional<String> optionalText(String path) {
        try {
            return Optional.of(text(path)).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    List<String> lines(String path) throws IOException {
        return Arrays.asList(text(path).split("\n", -1));
    }

    /** The words of each line. */
    List<String[]> words(String path) throws IOException {
        List<String[]> words = new ArrayList<>();
        for (String line : lines(path)) {
            words.add(split(line));
        }
        return words;
    }

    /** The words of the first line; the others are not looked at. */
    String[] firstWords(String path) throws IOException {
        String text = text(path);
        int end = text.indexOf('\n');
        return split(end < 0 ? text : text.substring(0, end));
    }

    private static String[] split(String line) {
        StringTokenizer tokens = new StringTokenizer(line);
        String[] words = new String[Math.max(1, tokens.countTokens())];
        words[0] = "";
        for (int i = 0; tokens.hasMoreTokens(); i++) {
            words[i] = tokens.nextToken();
        }
        return words;
    }

    /** What is in a folder, by name; nothing where there is no such folder. */
    List<Path> list(String path) throws IOException {
        Path folder = path(path);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }
}
