package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Go: the first goroutine of a panic, or the trace that pkg/errors prints; a function's line, then its place. */
final class GoStack {

    private static final Set<String> STANDARD = Set.of(
            "archive",
            "bufio",
            "bytes",
            "cmp",
            "compress",
            "container",
            "context",
            "crypto",
            "database",
            "debug",
            "embed",
            "encoding",
            "errors",
            "expvar",
            "flag",
            "fmt",
            "go",
            "hash",
            "html",
            "image",
            "index",
            "io",
            "iter",
            "log",
            "maps",
            "math",
            "mime",
            "net",
            "os",
            "path",
            "plugin",
            "reflect",
            "regexp",
            "runtime",
            "slices",
            "sort",
            "strconv",
            "strings",
            "sync",
            "syscall",
            "testing",
            "text",
            "time",
            "unicode",
            "unsafe",
            "internal",
            "vendor",
            "panic");

    private GoStack() {}

    /** A tab, a file of Go and its line. */
    static boolean isLocation(String raw) {
        if (raw.isEmpty() || !Character.isWhitespace(raw.charAt(0))) {
            return false;
        }
        String line = raw.strip();
        int go = line.indexOf(".go:");
        int assembly = go < 0 ? line.indexOf(".s:") : go;
        return assembly > 0 && line.indexOf(' ') < 0 || go > 0 && line.indexOf(" +0x") > go;
    }

    static List<ThrownError> parse(List<String> lines) {
        Section open = new Section();
        String function = null;
        boolean goroutine = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("goroutine ")) {
                if (goroutine && open.hasFrames()) {
                    break;
                }
                goroutine = true;
            } else if (isLocation(raw) && function != null) {
                addFrame(open, function, line);
                function = null;
            } else if (line.startsWith("created by ") || goroutine && line.isEmpty() && open.hasFrames()) {
                break;
            } else if (!goroutine && isHead(line)) {
                panic(open, line);
            } else if (isFunction(line)) {
                if (function != null && goroutine) {
                    addFrame(open, function, "");
                } else if (function != null) {
                    first(open, function);
                }
                function = line;
            } else if (!goroutine && open.hasFrames() && !line.isEmpty()) {
                break;
            } else if (!goroutine && !line.isEmpty() && !line.startsWith("[signal ")) {
                first(open, line);
            }
        }
        if (function != null && goroutine && function.endsWith(")")) {
            addFrame(open, function, ""); // cut before or within its file
        }
        if (!open.hasType()) {
            open.head(new Head(goroutine ? "panic" : "error", open.finish().message()));
        }
        return List.of(open.finish());
    }

    private static void first(Section open, String line) {
        if (open.isEmpty()) {
            open.goOn(line);
        }
    }

    private static boolean isHead(String line) {
        return line.startsWith("panic: ")
                || line.startsWith("fatal error: ")
                || line.startsWith("http: panic serving")
                || line.contains(" panic serving ");
    }

    private static void panic(Section open, String line) {
        if (open.hasType()) {
            return;
        }
        int from = line.indexOf(" panic serving ");
        int colon = from > 0 ? line.indexOf(": ", line.indexOf(' ', from + 15) - 2) : line.indexOf(": ");
        String message = colon < 0 ? line : line.substring(colon + 2);
        message = message.endsWith(" [recovered]") ? message.substring(0, message.length() - 12) : message;
        open.head(new Head(line.startsWith("fatal error") ? "fatal error" : "panic", message));
    }

    private static boolean isFunction(String line) {
        int open = line.indexOf('(');
        int dot = line.indexOf(
                '.', line.lastIndexOf('/', open < 0 ? line.length() : Math.max(0, lastSlashBefore(line))) + 1);
        boolean panic = line.startsWith("panic(");
        boolean named =
                dot > 0 && line.indexOf(": ") < 0 && (line.indexOf(' ') < 0 || line.endsWith(")")) && firstIsName(line);
        return panic || named;
    }

    private static boolean firstIsName(String line) {
        int space = line.indexOf(' ');
        int open = line.indexOf('(');
        return (space < 0 || open > 0 && open < space) && (Character.isLetter(line.charAt(0)) || line.charAt(0) == '_');
    }

    private static int lastSlashBefore(String line) {
        int open = line.indexOf('(');
        return line.lastIndexOf('/', open < 0 ? line.length() : open);
    }

    /** What ran before the panic was raised is the handler of the panic; only what stands behind it counts. */
    private static void addFrame(Section open, String function, String place) {
        if (function.startsWith("panic(")
                || function.startsWith("runtime.gopanic")
                || function.startsWith("runtime.panic")
                || function.startsWith("runtime.goPanic")
                || function.startsWith("runtime.sigpanic")) {
            open.frames().clear();
            return;
        }
        int slash = lastSlashBefore(function);
        int dot = function.indexOf('.', slash + 1);
        if (dot > 0) {
            open.add(frame(function.substring(0, dot), withoutArguments(function.substring(dot + 1)), place, null));
        }
    }

    private static String withoutArguments(String function) {
        int from = function.startsWith("(") ? function.indexOf(')') + 1 : 0;
        int open = function.indexOf('(', from);
        while (open > 0 && function.charAt(open - 1) == '.') {
            int close = function.indexOf(')', open);
            open = close < 0 ? -1 : function.indexOf('(', close);
        }
        return open < 0 ? function : function.substring(0, open);
    }

    static @Nullable StackFrame frame(String name, String method, String place, @Nullable Boolean inApp) {
        String module = withoutVersion(name.replace("%2e", "."));
        String function = function(method);
        Role role = role(module, place);
        if (inApp != null) {
            role = inApp ? Role.APP : role == Role.APP ? Role.LIBRARY : role;
        }
        return new StackFrame(module, function, role == Role.APP ? PassThrough.roleInApp(module, function) : role);
    }

    private static Role role(String module, String place) {
        Role listed = Libraries.role(Language.GO, module, '/');
        if (listed != Role.APP) {
            return listed;
        }
        int slash = module.indexOf('/');
        boolean standard = STANDARD.contains(slash < 0 ? module : module.substring(0, slash));
        boolean outside = place.contains("/pkg/mod/")
                || place.contains("/go/src/runtime/")
                || place.contains("/usr/local/go/src/")
                || place.contains("/vendor/")
                || place.contains("@v")
                || place.contains("/usr/lib/go");
        boolean ownLog = standard && !place.isEmpty() && !outside && !isGoRoot(place, module);
        if (standard && !ownLog) {
            return Role.RUNTIME;
        }
        return outside ? Role.LIBRARY : Role.APP;
    }

    private static boolean isGoRoot(String place, String module) {
        return place.contains("/src/" + module + "/") || place.startsWith(module + "/");
    }

    private static String withoutVersion(String module) {
        int slash = module.lastIndexOf("/v");
        boolean version = slash > 0
                && slash + 2 < module.length()
                && module.substring(slash + 2).chars().allMatch(Character::isDigit);
        return version ? module.substring(0, slash) : module;
    }

    /** {@code (*Client).Charge.func1.2[...]} is {@code Client.Charge}. */
    private static String function(String method) {
        StringBuilder out = new StringBuilder();
        for (String part : withoutTypes(method)
                .replace("(*", "")
                .replace(")", "")
                .replace("(", "")
                .split("\\.")) {
            boolean made = part.isEmpty()
                    || part.chars().allMatch(Character::isDigit)
                    || isNumbered(part, "func")
                    || isNumbered(part, "gowrap")
                    || isNumbered(part, "deferwrap")
                    || part.startsWith("·dwrap")
                    || part.equals("glob");
            if (!made) {
                int dash = part.indexOf('-');
                out.append(out.isEmpty() ? "" : ".").append(dash > 0 ? part.substring(0, dash) : part);
            }
        }
        return out.toString();
    }

    private static boolean isNumbered(String part, String prefix) {
        int dash = part.indexOf('-');
        String name = dash > 0 ? part.substring(0, dash) : part;
        return name.startsWith(prefix)
                && name.length() > prefix.length()
                && name.substring(prefix.length()).chars().allMatch(Character::isDigit);
    }

    private static String withoutTypes(String method) {
        int open = method.indexOf('[');
        int close = method.lastIndexOf(']');
        return open >= 0 && close > open ? method.substring(0, open) + method.substring(close + 1) : method;
    }
}
