package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java, Kotlin, Scala and Groovy: {@code at [loader/][module@version/]package.Class.method(File.java:12)}. */
final class JavaStack {

    private JavaStack() {}

    static boolean isFrame(String line) {
        int open = line.indexOf('(');
        if (!line.startsWith("at ") || open < 0) {
            return false;
        }
        String name = line.substring(3, open);
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.lastIndexOf('.') <= 0) {
            return false;
        }
        int close = line.indexOf(')', open);
        String source = line.substring(open + 1, close < 0 ? line.length() : close);
        int colon = source.indexOf(':');
        String file = colon < 0 ? source : source.substring(0, colon);
        boolean known =
                file.endsWith(".java") || file.endsWith(".kt") || file.endsWith(".scala") || file.endsWith(".groovy");
        boolean odd = source.equals("Native Method")
                || source.equals("Unknown Source")
                || source.equals("<generated>")
                || source.equals("SourceFile")
                || source.startsWith("SourceFile:")
                || source.startsWith("R8$$")
                || source.startsWith("Unknown Source:");
        return known || odd || close < 0 && !source.contains(" ") && !name.contains("`");
    }

    static List<ThrownError> parse(List<String> lines) {
        List<ThrownError> chain = new ArrayList<>();
        Section open = new Section();
        boolean rootFirst = false;
        int skipIndent = -1;
        for (String raw : lines) {
            String line = raw.strip();
            int indent = raw.length() - raw.stripLeading().length();
            if (skipIndent >= 0
                    && (indent > skipIndent || indent == skipIndent && skipIndent > 0 && !line.startsWith("at "))) {
                continue;
            }
            skipIndent = -1;
            if (line.startsWith("Suppressed: ")) {
                skipIndent = indent;
            } else if (line.startsWith("Caused by: ") || line.startsWith("Wrapped by: ")) {
                rootFirst |= line.startsWith("Wrapped by: ");
                chain.add(open.finish());
                open = new Section();
                head(open, line.substring(line.indexOf(": ") + 2));
            } else if (isFrame(line)) {
                open.add(frame(line));
            } else if (!line.startsWith("... ") && !line.startsWith("at ") && !open.hasFrames() && !line.isEmpty()) {
                head(open, line);
            }
        }
        chain.add(open.finish());
        return rootFirst ? chain.reversed() : chain;
    }

    private static void head(Section open, String line) {
        Head head = Head.sure(line);
        if (head != null && !open.hasType()) {
            open.head(head);
        } else if (open.isEmpty() && Head.of(line) instanceof Head other && !line.contains("\"")) {
            open.head(other);
        } else if (!line.startsWith("[CIRCULAR")) {
            open.goOn(line);
        }
    }

    private static @Nullable StackFrame frame(String line) {
        int open = line.indexOf('(');
        String name = line.substring(3, open);
        name = name.substring(name.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        if (line.contains("$$FastClass") || line.contains("$$Lambda") || dot <= 0) {
            return null;
        }
        return frame(name.substring(0, dot), name.substring(dot + 1), null);
    }

    /** A frame by the names in the class file; null for what the JVM or a library made up. */
    static @Nullable StackFrame frame(String type, String method, @Nullable Boolean inApp) {
        String function = method(method);
        if (type.contains("$Proxy")
                || type.contains("GeneratedMethodAccessor")
                || type.contains("GeneratedConstructorAccessor")
                || type.contains("$$Lambda")
                || type.contains("$$FastClass")
                || function.startsWith("access$")) {
            return null;
        }
        String module = type(type);
        Role role = Libraries.role(Language.JAVA, module, '.');
        if (inApp != null) {
            role = inApp ? Role.APP : role == Role.APP ? Role.LIBRARY : role;
        }
        return new StackFrame(module, function, role == Role.APP ? PassThrough.roleInApp(module, function) : role);
    }

    /** The class as it is written: without what proxies append, and without the numbers of anonymous classes. */
    static String type(String name) {
        String type = name.startsWith("jakarta.") ? "javax." + name.substring(8) : name;
        for (String mark : new String[] {
            "$$", "$HibernateProxy$", "$MockitoMock$", "$ByteBuddy$", "_$$_", "_Subclass", "_ClientProxy"
        }) {
            int at = type.indexOf(mark);
            type = at > 0 ? type.substring(0, at) : type;
        }
        int dollar = type.indexOf('$');
        while (dollar > 0) {
            int end = dollar + 1;
            while (end < type.length() && Character.isDigit(type.charAt(end))) {
                end++;
            }
            boolean number = end > dollar + 1 && (end == type.length() || type.charAt(end) == '$');
            boolean lower = !number && dollar + 1 < type.length() && Character.isLowerCase(type.charAt(dollar + 1));
            if (number || lower) {
                return type.substring(0, dollar);
            }
            dollar = type.indexOf('$', dollar + 1);
        }
        return type;
    }

    private static String method(String name) {
        if (name.startsWith("lambda$")) {
            int end = name.indexOf('$', 7);
            String within = end < 0 ? name.substring(7) : name.substring(7, end);
            return within.equals("null") || within.equals("static") || within.equals("new") ? "" : within;
        }
        if (name.startsWith("$anonfun$")) {
            int end = name.indexOf('$', 9);
            return end < 0 ? name.substring(9) : name.substring(9, end);
        }
        int dollar = name.indexOf('$');
        boolean suffix = dollar > 0 && !name.startsWith("access$");
        return suffix ? name.substring(0, dollar) : name;
    }
}
