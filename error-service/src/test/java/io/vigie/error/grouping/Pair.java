package io.vigie.error.grouping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two errors that must or must not be one issue. */
record Pair(String name, boolean sameIssue, ErrorText left, ErrorText right) {

    /** Files with stacks; see each file's own language. */
    static final List<String> STACKS = List.of(
            "java",
            "javascript",
            "python",
            "go",
            "php",
            "csharp",
            "ruby",
            "frameworks",
            "stacks-more",
            "stacks-fresh",
            "stacks-third",
            "stacks-fourth",
            "stacks-fifth",
            "stacks-sixth",
            "stacks-seventh");

    private static final List<String> MESSAGES = List.of(
            "messages",
            "messages-more",
            "messages-fresh",
            "messages-fresher",
            "messages-third",
            "messages-fourth",
            "messages-fifth",
            "messages-sixth",
            "messages-seventh",
            "messages-eighth",
            "messages-ninth",
            "messages-tenth");

    static Stream<Pair> all() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (String file : MESSAGES) {
            pairs.addAll(messages(file));
        }
        for (String language : STACKS) {
            pairs.addAll(stacks(language));
        }
        return pairs.stream();
    }

    @Override
    public String toString() {
        return name + (sameIssue ? " (group)" : " (split)");
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = Pair.class.getResourceAsStream("/pairs/" + file + ".txt")) {
            if (in == null) {
                throw new IOException("no such resource: pairs/" + file + ".txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<Pair> messages(String file) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.isBlank() || line.startsWith("# ") || line.startsWith("## ")) {
                continue;
            }
            boolean same = line.contains(" ⇔ ");
            String[] sides = line.split(same ? " ⇔ " : " ≠ ", -1);
            if (sides.length != 2) {
                throw new IOException(file + " has a line that is no pair: " + line);
            }
            pairs.add(new Pair(
                    line,
                    same,
                    ErrorText.ofReport("shop", sides[0], null),
                    ErrorText.ofReport("shop", sides[1], null)));
        }
        return pairs;
    }

    private static List<Pair> stacks(String file) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line :
                Stream.concat(lines(file).stream(), Stream.of("@@ end")).toList()) {
            if (line.startsWith("@@ ") && !block.isEmpty()) {
                pairs.add(pair(file, block));
                block = new ArrayList<>();
            }
            block.add(line);
        }
        return pairs;
    }

    private static Pair pair(String file, List<String> block) throws IOException {
        String head = block.getFirst();
        int b = -1;
        for (int i = 1; i < block.size(); i++) {
            b = block.get(i).equals("@b") || block.get(i).equals("@b crlf") ? i : b;
        }
        boolean same = head.startsWith("@@ group: ");
        if (b < 0 || !block.get(1).equals("@a") || !same && !head.startsWith("@@ split: ")) {
            throw new IOException(file + " has a block that is no pair: " + head);
        }
        ErrorText left = error(block.subList(2, b), "\n");
        ErrorText right = error(block.subList(b + 1, block.size()), block.get(b).endsWith("crlf") ? "\r\n" : "\n");
        return new Pair(file + ": " + head.substring(10), same, left, right);
    }

    /** Lines "message: …" and "type: …", then "stack:" and the stack; "{200}" before a line repeats it. */
    private static ErrorText error(List<String> lines, String lineEnd) {
        String message = null;
        String type = null;
        int at = 0;
        for (; at < lines.size() && !lines.get(at).equals("stack:"); at++) {
            String line = lines.get(at);
            message = line.startsWith("message: ") ? line.substring(9) : message;
            type = line.startsWith("type: ") ? line.substring(6) : type;
        }
        StringBuilder stack = new StringBuilder();
        for (String line : lines.subList(Math.min(at + 1, lines.size()), lines.size())) {
            int close = line.startsWith("{") ? line.indexOf('}') : -1;
            boolean repeated = close > 1 && line.substring(1, close).chars().allMatch(Character::isDigit);
            int times = repeated ? Integer.parseInt(line.substring(1, close)) : 1;
            stack.append((repeated ? line.substring(close + 1) : line)
                    .concat(lineEnd)
                    .repeat(times));
        }
        return new ErrorText(
                "shop", null, type, message, stack.isEmpty() ? null : stack.toString(), List.of(), List.of());
    }
}
