package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ruby: {@code file.rb:12:in `m'} up to 3.3, {@code file.rb:12:in 'Class#m'} from 3.4 on. */
final class RubyStack {

    private RubyStack() {}

    static boolean isFrame(String line) {
        String text = withoutFrom(line);
        int in = in(text);
        return in > 0 && lineNumber(text, in) > 0;
    }

    private static int in(String text) {
        int old = text.indexOf(":in `");
        return old >= 0 ? old : text.indexOf(":in '");
    }

    /** The position of the colon before the line's number, or -1. */
    private static int lineNumber(String text, int in) {
        int at = in;
        while (at > 0 && Character.isDigit(text.charAt(at - 1))) {
            at--;
        }
        return at < in && at > 1 && text.charAt(at - 1) == ':' ? at - 1 : -1;
    }

    /** Without "from ", and without the numbers that Ruby 2.5 to 2.7 put before it. */
    private static String withoutFrom(String line) {
        int end = 0;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        String text = end > 0 && line.startsWith(": from ", end) ? line.substring(end + 2) : line;
        return text.startsWith("from ") ? text.substring(5) : text;
    }

    static List<ThrownError> parse(List<String> lines) {
        List<ThrownError> chain = new ArrayList<>();
        Section open = new Section();
        List<String> calls = new ArrayList<>();
        boolean reversed = false;
        for (String raw : lines) {
            String line = raw.strip();
            boolean from = line.startsWith("from ");
            reversed |= line.startsWith("Traceback (most recent call last)");
            if (isFrame(line)) {
                Head head = from ? null : head(line);
                if (head != null && !reversed && (!calls.isEmpty() || open.hasType())) {
                    chain.add(finish(open, calls));
                    open = new Section();
                    calls = new ArrayList<>();
                }
                if (head != null) {
                    open.head(head);
                }
                calls.add(reversed ? 0 : calls.size(), withoutFrom(line));
            } else if (line.startsWith("Caused by: ")
                    || line.startsWith("Information for cause: ")
                    || line.equals("Causes:")) {
                chain.add(finish(open, calls));
                open = new Section();
                calls = new ArrayList<>();
                named(open, line.substring(line.indexOf(':') + 1).strip());
            } else if (calls.isEmpty() && !line.isEmpty() && !line.startsWith("Traceback")) {
                named(open, line);
            }
        }
        chain.add(finish(open, calls));
        return chain;
    }

    private static ThrownError finish(Section open, List<String> calls) {
        for (int i = 0; i < calls.size(); i++) {
            String place = place(calls.get(i));
            boolean native1 = i + 1 < calls.size() && place.equals(place(calls.get(i + 1)));
            if (!native1) {
                open.add(frame(calls.get(i)));
            }
        }
        return open.finish();
    }

    private static String place(String call) {
        return call.substring(0, in(call));
    }

    /** {@code file:12:in `m': message (Type)}. */
    private static @Nullable Head head(String line) {
        int colon = line.indexOf("': ", in(line) + 5);
        int open = line.lastIndexOf('(');
        if (colon < 0) {
            return null;
        }
        boolean typed = open > colon && line.endsWith(")") && isType(line.substring(open + 1, line.length() - 1));
        String message = line.substring(colon + 3, typed ? open : line.length()).strip();
        return new Head(typed ? line.substring(open + 1, line.length() - 1) : "RuntimeError", message);
    }

    private static boolean isType(String name) {
        return !name.isEmpty()
                && Character.isUpperCase(name.charAt(0))
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ':' || c == '_');
    }

    /** {@code Type (message):} of Rails, or {@code Type: message}. */
    private static void named(Section open, String line) {
        int bracket = line.indexOf(" (");
        if (!open.hasType() && bracket > 0 && isType(line.substring(0, bracket))) {
            int end = line.lastIndexOf(')');
            open.head(new Head(
                    line.substring(0, bracket), line.substring(bracket + 2, end > bracket ? end : line.length())));
        } else if (!open.hasType() && Head.sure(line) instanceof Head head) {
            open.head(head);
        } else if (open.isEmpty()) {
            open.goOn(line);
        }
    }

    private static @Nullable StackFrame frame(String call) {
        int in = in(call);
        int end = call.indexOf('\'', in + 5);
        String label = call.substring(in + 5, end < 0 ? call.length() : end);
        return frame(call.substring(0, lineNumber(call, in)), label, null);
    }

    static @Nullable StackFrame frame(String file, String label, @Nullable Boolean inApp) {
        String function = function(label);
        String path = file.replace('\\', '/');
        String gem = gem(path);
        boolean library = inApp == null ? gem != null : !inApp;
        if (library) {
            String module = gem == null ? SourceFiles.name(path) : gem;
            Role role = module.equals("ruby")
                    ? Role.RUNTIME
                    : Libraries.isDispatch(Language.RUBY, module, '/') ? Role.DISPATCH : Role.LIBRARY;
            return new StackFrame(module, function, role);
        }
        String module = SourceFiles.name(path);
        return new StackFrame(module, function, PassThrough.roleInApp(module, function));
    }

    /** "block (2 levels) in C#m" is m; the numbers that Rails puts behind a compiled view's name go. */
    private static String function(String label) {
        int in = label.lastIndexOf(" in ");
        String name = in < 0 ? label : label.substring(in + 4);
        if (name.startsWith("<class:") || name.startsWith("<module:")) {
            return "<top (required)>";
        }
        if (name.startsWith("<") || name.startsWith("block") && in < 0) {
            return name.equals("block") ? "" : name;
        }
        int hash = Math.max(name.lastIndexOf('#'), name.lastIndexOf('.'));
        name = name.substring(hash + 1);
        int view = name.startsWith("_") ? name.indexOf("__", 1) : -1;
        boolean numbered = view > 0 && name.substring(view).chars().allMatch(c -> Character.isDigit(c) || c == '_');
        return numbered ? name.substring(0, view) : name;
    }

    /** The name of a gem without its version, "ruby" for the standard library; null for the application's own. */
    private static @Nullable String gem(String path) {
        if (path.startsWith("<internal:") || path.startsWith("(eval") || path.startsWith("<")) {
            return "ruby";
        }
        int gems = path.lastIndexOf("/gems/");
        if (gems >= 0) {
            int end = path.indexOf('/', gems + 6);
            return withoutVersion(path.substring(gems + 6, end < 0 ? path.length() : end));
        }
        // Rails shortens the paths of gems to "actionpack (7.0.4) lib/…".
        int open = path.indexOf(" (");
        if (open > 0 && path.indexOf(") ", open) > 0) {
            return path.substring(0, open);
        }
        boolean standard = path.contains("/lib/ruby/")
                || path.contains("/ruby/3.")
                || path.contains("/ruby/2.")
                || path.startsWith("/usr/lib/ruby");
        if (standard) {
            return "ruby";
        }
        boolean starter = path.startsWith("bin/") || path.contains("/bin/") || path.endsWith("config.ru");
        return starter || path.contains("vendor/bundle/") ? "starter" : null;
    }

    private static String withoutVersion(String gem) {
        int dash = gem.lastIndexOf('-');
        boolean version = dash > 0 && dash + 1 < gem.length() && Character.isLetterOrDigit(gem.charAt(dash + 1));
        return version ? gem.substring(0, dash) : gem;
    }
}
