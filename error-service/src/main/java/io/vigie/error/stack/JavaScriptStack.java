package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JavaScript as V8 writes it (Chrome, Node, Deno), and as Firefox and Safari do. */
final class JavaScriptStack {

    private static final Set<String> NAMELESS = Set.of(
            "<anonymous>",
            "anonymous",
            "(anonymous)",
            "?",
            "global code",
            "module code",
            "eval code",
            "<computed>",
            "<instance_members_initializer>",
            "<static_initializer>",
            "[native code]",
            "(unknown)",
            "default");

    private JavaScriptStack() {}

    /** {@code at f (file:1:2)}, {@code at file:1:2} or a place within V8. */
    static boolean isV8Frame(String line) {
        if (!line.startsWith("at ")) {
            return false;
        }
        int open = line.indexOf(" (");
        String place = open > 0
                ? line.substring(open + 2, line.endsWith(")") ? line.length() - 1 : line.length())
                : line.substring(3);
        boolean inside = place.equals("<anonymous>")
                || place.equals("native")
                || place.startsWith("index ")
                || place.startsWith("eval at ");
        return inside || withoutLine(place).length() < place.length() && (open > 0 || place.indexOf('(') < 0);
    }

    /** {@code f@url:1:2} of Firefox and Safari, and Safari's nameless {@code url:1:2}. */
    static boolean isGeckoFrame(String line) {
        if (line.endsWith("@[native code]") || line.equals("[native code]")) {
            return true;
        }
        int at = line.indexOf('@');
        String place = line.substring(at + 1);
        boolean file = withoutLine(place).length() < place.length() && place.indexOf(' ') < 0;
        boolean scheme = place.contains("://") || at >= 0 && (place.contains("/") || place.contains(".js"));
        return file && scheme && (at >= 0 ? isName(line.substring(0, at)) : place.contains("://"));
    }

    private static boolean isName(String name) {
        return name.length() < 200 && name.indexOf(':') < 0 && name.indexOf('(') < 0 && name.indexOf('"') < 0;
    }

    static List<ThrownError> parse(List<String> lines) {
        List<ThrownError> chain = new ArrayList<>();
        Section open = new Section();
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("[cause]: ") || line.startsWith("Caused by: ") || line.startsWith("caused by: ")) {
                chain.add(open.finish());
                open = new Section();
                head(open, line.substring(line.indexOf(": ") + 2));
            } else if (isV8Frame(withoutBrace(line))) {
                open.add(v8(withoutBrace(line)));
            } else if (isGeckoFrame(line)) {
                open.add(gecko(line));
            } else if (!open.hasFrames() && !line.isEmpty() && !line.startsWith("at ")) {
                boolean isCaret = line.chars().allMatch(c -> c == '^');
                open = isCaret ? new Section() : open;
                if (!isCaret) {
                    head(open, line);
                }
            }
        }
        chain.add(open.finish());
        return chain;
    }

    private static String withoutBrace(String line) {
        return line.endsWith(" {") ? line.substring(0, line.length() - 2) : line;
    }

    private static void head(Section open, String line) {
        Head head = open.isEmpty() ? Head.of(line) : null;
        head = head == null && !open.hasType() ? Head.sure(line) : head;
        if (head != null) {
            open.head(head);
        } else {
            open.goOn(line);
        }
    }

    private static @Nullable StackFrame v8(String line) {
        String body = line.substring(3);
        body = body.startsWith("async ") ? body.substring(6) : body;
        int open = body.indexOf(" (");
        if (open < 0) {
            return frame(body, "", null);
        }
        String place = body.substring(open + 2, body.endsWith(")") ? body.length() - 1 : body.length());
        int as = body.indexOf(" [as ");
        if (place.startsWith("eval at ")) {
            return null;
        }
        String name = as > 0 && as < body.length() ? body.substring(0, as) : body.substring(0, open);
        if (as > 0) {
            int afterAs = body.indexOf("] (", as);
            place = afterAs < 0
                    ? place
                    : body.substring(afterAs + 3, body.endsWith(")") ? body.length() - 1 : body.length());
        }
        return frame(place, name, null);
    }

    private static @Nullable StackFrame gecko(String line) {
        int at = line.indexOf('@');
        String name = at < 0 ? "" : line.substring(0, at);
        String place = line.substring(at + 1);
        if (name.equals("eval code") || place.contains(" > eval") || place.contains("> Function")) {
            return null;
        }
        return frame(place, name.substring(name.lastIndexOf('*') + 1), null);
    }

    /** A frame by its place, with or without line and column, and by the name that the engine gives its function. */
    static @Nullable StackFrame frame(String place, String name, @Nullable Boolean inApp) {
        String function = function(name);
        String file = withoutLine(place);
        if (file.isEmpty()
                || file.equals("<anonymous>")
                || file.equals("native")
                || file.startsWith("index ")
                || file.contains("[native code]")) {
            return function.isEmpty() ? null : new StackFrame("native", function, Role.RUNTIME);
        }
        file = withoutOrigin(file);
        String library = library(file);
        if (library != null && inApp == null || inApp != null && !inApp) {
            String module = library == null ? SourceFiles.bundle(lastName(file)) : library;
            Role role = module.equals("node")
                    ? Role.RUNTIME
                    : Libraries.isDispatch(Language.JAVASCRIPT, module, '/') ? Role.DISPATCH : Role.LIBRARY;
            return new StackFrame(module, function, role);
        }
        String module = module(file);
        return new StackFrame(module, function, PassThrough.roleInApp(module, function));
    }

    private static String module(String place) {
        String file = place.replace('\\', '/');
        String name = SourceFiles.name(
                file.endsWith(".js") || file.endsWith(".mjs")
                        ? folder(file) + SourceFiles.bundle(lastName(file)) + ".js"
                        : file);
        return isBundle(file) ? name.substring(name.lastIndexOf('/') + 1) : name;
    }

    private static boolean isBundle(String file) {
        String path = "/" + file;
        return path.contains("/_next/")
                || path.contains("/assets/")
                || path.contains("/static/")
                || path.contains("/dist/")
                || path.contains("/chunks/")
                || path.contains("/build/");
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static String lastName(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    /** The package of npm, "node" or the name of a bundle that holds no code of the application; null where it may hold some. */
    private static @Nullable String library(String file) {
        String path = file.replace('\\', '/');
        int modules = Math.max(path.lastIndexOf("/node_modules/"), path.startsWith("node_modules/") ? 0 : -1);
        if (modules >= 0) {
            String below = path.substring(path.indexOf("node_modules/", modules) + 13);
            int slash = below.indexOf('/');
            if (below.startsWith("@") && slash > 0) {
                slash = below.indexOf('/', slash + 1);
            }
            return slash < 0 ? below : below.substring(0, slash);
        }
        boolean node = path.startsWith("node:")
                || path.startsWith("internal/")
                || path.startsWith("deno:")
                || path.startsWith("ext:")
                || path.startsWith("bun:");
        boolean old =
                path.indexOf('/') < 0 && path.endsWith(".js") && NODE.contains(path.substring(0, path.length() - 3));
        if (node || old) {
            return "node";
        }
        if (path.contains("-extension://")
                || path.contains("webpack/bootstrap")
                || path.contains("webpack/runtime")
                || path.contains("(webpack)")) {
            return "extension";
        }
        String bundle = SourceFiles.bundle(lastName(path));
        int end = bundle.indexOf('.');
        String first = end < 0 ? bundle : bundle.substring(0, end);
        first = first.startsWith("vendors~") ? "vendors" : first;
        boolean listed = path.indexOf('/') >= 0
                && lastName(path).endsWith("js")
                && Libraries.isLibrary(Language.JAVASCRIPT, first, '/')
                && !(first.equals("router")
                        || first.equals("connect")
                        || first.equals("next")
                        || first.equals("agenda")
                        || first.equals("scheduler"));
        return listed ? first : null;
    }

    private static final Set<String> NODE = Set.of(
            "events",
            "fs",
            "net",
            "domain",
            "timers",
            "vm",
            "module",
            "http",
            "https",
            "zlib",
            "_http_server",
            "_http_client",
            "_http_common",
            "_http_outgoing",
            "_stream_readable",
            "_stream_writable",
            "_stream_transform",
            "_tls_wrap",
            "assert",
            "util",
            "buffer",
            "dns",
            "tty",
            "child_process",
            "stream",
            "bootstrap_node",
            "next_tick",
            "_http_incoming",
            "querystring",
            "url",
            "path",
            "crypto");

    private static String withoutOrigin(String place) {
        String file = place;
        int query = indexOfAny(file, '?', '#');
        file = query > 0 ? file.substring(0, query) : file;
        file = file.startsWith("async ") ? file.substring(6) : file;
        int scheme = file.indexOf("://");
        if (scheme > 0 && !file.substring(0, scheme).endsWith("-extension")) {
            int slash = file.indexOf('/', scheme + 3);
            file = slash < 0
                    ? file.substring(scheme + 3)
                    : file.substring(file.startsWith("file:") ? slash : slash + 1);
        }
        if (file.startsWith("(")) {
            int close = file.indexOf(")/");
            file = close < 0 ? file : file.substring(close + 2);
        }
        return file;
    }

    private static int indexOfAny(String text, char one, char two) {
        int first = text.indexOf(one);
        int second = text.indexOf(two);
        return first < 0 ? second : second < 0 ? first : Math.min(first, second);
    }

    /** Without ":12:34", ":12" and Deno's or Firefox's further numbers. */
    private static String withoutLine(String place) {
        int end = place.length();
        for (int part = 0; part < 2; part++) {
            int digits = end;
            while (digits > 0 && place.charAt(digits - 1) >= '0' && place.charAt(digits - 1) <= '9') {
                digits--;
            }
            if (digits == end || digits == 0 || place.charAt(digits - 1) != ':') {
                break;
            }
            end = digits - 1;
        }
        return place.substring(0, end);
    }

    /** The last dotted name; empty where the function has none. Firefox writes {@code f/<} for a nameless one within f. */
    private static String function(String name) {
        String function = name.startsWith("async ") ? name.substring(6) : name;
        int as = function.indexOf(" [as ");
        function = as > 0 ? function.substring(0, as) : function;
        function = function.substring(function.lastIndexOf('/') + 1);
        if (function.startsWith("<") || function.endsWith("<")) {
            return "";
        }
        for (String prefix : new String[] {"new ", "get ", "set "}) {
            function = function.startsWith(prefix) ? function.substring(prefix.length()) : function;
        }
        if (NAMELESS.contains(function)) {
            return "";
        }
        function = function.substring(function.lastIndexOf('.') + 1);
        for (String prefix : new String[] {"get ", "set "}) {
            function = function.startsWith(prefix) ? function.substring(prefix.length()) : function;
        }
        return NAMELESS.contains(function) ? "" : function;
    }
}
