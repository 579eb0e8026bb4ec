package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python: oldest call first, the type behind the calls, the root cause in front of what it caused. */
final class PythonStack {

    private static final Set<String> DROPPED = Set.of("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>");

    private PythonStack() {}

    /** The lines of an exception group without the marks at their left. */
    static String withoutGroupMarks(String line) {
        int from = 0;
        while (from < line.length()
                && (line.charAt(from) == '|' || line.startsWith("+ ", from) || from > 0 && line.charAt(from) == ' ')) {
            from++;
        }
        return line.substring(from);
    }

    static List<ThrownError> parse(List<String> lines) {
        List<ThrownError> rootFirst = new ArrayList<>();
        List<ThrownError> inner = new ArrayList<>();
        Section open = new Section();
        boolean within = false;
        for (String raw : lines) {
            String line = withoutGroupMarks(raw.strip());
            if (line.startsWith("The above exception was") || line.startsWith("During handling of the above")) {
                continue;
            }
            if (line.startsWith("Traceback (most") || line.startsWith("Exception Group Traceback") || isMember(line)) {
                if (open.hasType()) {
                    (within ? inner : rootFirst).add(open.finishReversed());
                    open = new Section();
                }
                open = open.hasFrames() ? open : new Section();
                within |= isMember(line);
            } else if (line.startsWith("File \"")) {
                StackFrame frame = frame(line);
                open.add(frame);
            } else if (isHead(raw, line, open)) {
                open.head(head(line));
            } else if (open.hasType() && !line.isEmpty()) {
                open.goOn(line);
            }
        }
        (within ? inner : rootFirst).add(open.finishReversed());
        List<ThrownError> chain = new ArrayList<>(rootFirst.reversed());
        if (!inner.isEmpty()) {
            chain.add(inner.getFirst());
        }
        return chain;
    }

    private static boolean isMember(String line) {
        return line.startsWith("+-+---")
                || line.startsWith("+---------------- ")
                || line.startsWith("----------------");
    }

    /** Behind the calls, not indented, a name. */
    private static boolean isHead(String raw, String line, Section open) {
        boolean flush = !raw.isEmpty() && !Character.isWhitespace(raw.charAt(0))
                || raw.stripLeading().startsWith("|");
        if (open.hasType() || !flush || line.isEmpty() || line.startsWith("^") || line.startsWith("~")) {
            return false;
        }
        String inside = raw.stripLeading().startsWith("|") ? raw.substring(raw.indexOf('|') + 1) : raw;
        boolean indented = raw.stripLeading().startsWith("|") && inside.startsWith("   ");
        return !indented
                && Head.of(line) instanceof Head head
                && head.type() != null
                && !head.type().startsWith("[");
    }

    private static Head head(String line) {
        Head head = Head.of(line);
        return head == null ? new Head(null, line) : head;
    }

    private static @Nullable StackFrame frame(String line) {
        int quote = line.indexOf('"', 6);
        int in = line.indexOf(", in ", quote < 0 ? 6 : quote);
        if (quote < 0) {
            return null;
        }
        return in < 0
                ? frame(null, line.substring(6, quote), "", null)
                : frame(null, line.substring(6, quote), line.substring(in + 5).strip(), null);
    }

    static @Nullable StackFrame frame(@Nullable String module, String file, String function, @Nullable Boolean inApp) {
        if (DROPPED.contains(function)) {
            return null;
        }
        String path = file.replace('\\', '/');
        String library = library(path);
        String name = function.equals("<lambda>") ? "" : function.substring(function.lastIndexOf('.') + 1);
        boolean isLibrary = inApp == null ? library != null : !inApp;
        if (isLibrary) {
            String own = library != null ? library : module != null ? module : SourceFiles.name(path);
            Role role = Libraries.role(Language.PYTHON, own, '.');
            int dot = own.indexOf('.');
            return new StackFrame(dot < 0 ? own : own.substring(0, dot), name, role == Role.APP ? Role.LIBRARY : role);
        }
        String own = SourceFiles.name(path);
        return new StackFrame(own, name, PassThrough.roleInApp(own, name));
    }

    /** The dotted module below site-packages or the standard library; null for the application's own. */
    private static @Nullable String library(String path) {
        if (path.startsWith("<")) {
            return path.startsWith("<frozen ")
                    ? path.substring(8, path.endsWith(">") ? path.length() - 1 : path.length())
                    : "string";
        }
        int from = -1;
        for (String folder : new String[] {"/site-packages/", "/dist-packages/"}) {
            int at = path.lastIndexOf(folder);
            from = at >= 0 ? at + folder.length() : from;
        }
        if (from < 0) {
            int lib = path.lastIndexOf("lib/python");
            int slash = lib < 0 ? -1 : path.indexOf('/', lib + 10);
            boolean versioned = slash > 0 && lib + 10 < path.length() && Character.isDigit(path.charAt(lib + 10));
            from = versioned ? slash + 1 : -1;
        }
        if (from < 0) {
            int windows = Math.max(path.lastIndexOf("/Python3"), path.lastIndexOf("/python3"));
            int lib = windows < 0 ? -1 : Math.max(path.indexOf("/lib/", windows), path.indexOf("/Lib/", windows));
            from = lib < 0 ? -1 : lib + 5;
        }
        if (from < 0) {
            int egg = path.indexOf(".egg/");
            from = egg < 0 ? -1 : egg + 5;
        }
        if (from < 0) {
            return null;
        }
        String below = path.substring(from);
        below = below.endsWith(".py") ? below.substring(0, below.length() - 3) : below;
        return below.replace('/', '.');
    }
}
