package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PHP: {@code #0 file(12): Class->method()}, where the place is the caller's, so that a function's own file is in the frame before. */
final class PhpStack {

    private static final String[] BUILT_IN = {
        "array_",
        "call_user_func",
        "str_",
        "mb_",
        "preg_",
        "mysqli_",
        "curl_",
        "json_",
        "file_",
        "iterator_",
        "date_",
        "pg_",
        "ldap_",
        "ftp_",
        "imap_",
        "openssl_",
        "stream_",
        "simplexml_",
        "socket_",
        "hash_",
        "unserialize",
        "serialize",
        "intdiv",
        "fopen",
        "fread",
        "fwrite",
        "fclose",
        "fsockopen",
        "include",
        "require",
        "usort",
        "uasort",
        "uksort",
        "spl_",
        "trigger_error",
        "class_",
        "method_",
        "constant",
        "forward_static",
        "iconv",
        "random_",
        "mkdir",
        "unlink",
        "rename",
        "copy",
        "mail",
        "exec",
        "shell_exec",
        "proc_",
        "number_format",
        "implode",
        "explode",
        "count",
        "strlen",
        "round",
        "abs",
        "range",
        "max",
        "min",
        "htmlspecialchars",
        "trim",
        "vsprintf",
        "sprintf",
        "printf",
        "str",
        "ucfirst",
        "strtolower",
        "strtoupper",
        "assert",
        "eval"
    };

    private PhpStack() {}

    static boolean isFrame(String line) {
        int end = line.startsWith("#") ? digits(line, 1) : 1;
        if (end <= 1 || !line.startsWith(" ", end)) {
            return false;
        }
        return line.indexOf("): ", end) > 0
                || line.indexOf("{main}", end) > 0
                || line.indexOf("[internal function]: ", end) > 0
                || line.indexOf(".php(", end) > 0;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static List<ThrownError> parse(List<String> lines) {
        List<ThrownError> chain = new ArrayList<>();
        Section open = new Section();
        String file = "";
        boolean rootFirst = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (isFrame(line)) {
                open.add(frame(line, file));
                file = place(line);
            } else if (line.startsWith("Next ") || line.startsWith("[previous exception]")) {
                rootFirst |= line.startsWith("Next ");
                chain.add(open.finish());
                open = new Section();
                file = head(open, line.startsWith("Next ") ? line.substring(5) : line.substring(20));
            } else if (open.frames().isEmpty()
                    && !line.isEmpty()
                    && !line.equals("Stack trace:")
                    && !line.startsWith("[stacktrace]")
                    && !line.startsWith("thrown in ")) {
                String thrown = head(open, line);
                file = thrown.isEmpty() ? file : thrown;
            }
        }
        chain.add(open.finish());
        return rootFirst ? chain.reversed() : chain;
    }

    /** Reads type and message, and answers the file that it was thrown in. */
    private static String head(Section open, String line) {
        int object = line.indexOf("[object] (");
        if (object >= 0) {
            return laravelHead(open, line.substring(object + 10));
        }
        int in = placeOf(line);
        String text = in < 0 ? line : line.substring(0, in);
        Head head = open.hasType() ? null : Head.of(text);
        if (head != null) {
            open.head(new Head(type(head.type()), head.message()));
        } else if (!text.isEmpty() || open.hasType()) {
            open.goOn(text);
        }
        return in < 0 ? "" : withoutLine(line.substring(in + 4));
    }

    private static @Nullable String type(@Nullable String type) {
        return type == null ? null : type.replace("\\\\", "\\");
    }

    private static int placeOf(String line) {
        int in = line.lastIndexOf(" in ");
        return in >= 0 && (line.indexOf(".php", in) > 0 || line.indexOf("eval()'d", in) > 0) ? in : -1;
    }

    private static String withoutLine(String place) {
        int php = place.lastIndexOf(".php");
        return php < 0 ? place : place.substring(0, php + 4);
    }

    /** {@code App\Down(code: 0): message at file:12)}. */
    private static String laravelHead(Section open, String text) {
        int code = text.indexOf("(code: ");
        int message = text.indexOf("): ", Math.max(code, 0));
        int at = text.lastIndexOf(" at ");
        if (code < 0 || message < 0) {
            return "";
        }
        String said = text.substring(message + 3, at > message ? at : text.length());
        open.head(new Head(type(text.substring(0, code)), said));
        return at > message ? withoutLine(text.substring(at + 4)) : "";
    }

    private static String place(String line) {
        int end = line.indexOf("): ");
        int open = end < 0 ? line.lastIndexOf('(') : line.lastIndexOf('(', end);
        int from = line.indexOf(' ') + 1;
        return open > from ? line.substring(from, open) : "";
    }

    private static @Nullable StackFrame frame(String line, String file) {
        int internal = line.indexOf("[internal function]: ");
        int colon = internal >= 0 ? internal + 19 : line.indexOf("): ") + 1;
        if (colon <= 0) {
            return null;
        }
        String call = line.substring(colon + 1).strip();
        int open = call.startsWith("{closure") || call.contains("\\{closure")
                ? call.indexOf('(', call.indexOf('}'))
                : call.indexOf('(');
        String name = (open < 0 ? call : call.substring(0, open)).replace("\\\\", "\\");
        int arrow = name.indexOf("->");
        int member = arrow >= 0
                ? arrow
                : name.indexOf("::", name.startsWith("{") ? name.indexOf('}') < 0 ? 0 : name.indexOf('}') : 0);
        return member < 0
                ? frame("", name, file, null)
                : frame(name.substring(0, member), name.substring(member + 2), file, null);
    }

    /**
     * A frame by class and function.
     *
     * @param file where the function is written, empty where that is not known
     */
    static @Nullable StackFrame frame(String type, String function, String file, @Nullable Boolean inApp) {
        String module = type(type, function);
        String name = function(function);
        Role role;
        if (inApp != null) {
            role = inApp ? Role.APP : Libraries.isDispatch(Language.PHP, module, '\\') ? Role.DISPATCH : Role.LIBRARY;
        } else if (module.isEmpty()) {
            boolean builtIn = !name.isEmpty() && isBuiltIn(name);
            role = builtIn || file.contains("/vendor/") || name.equals("{main}") ? Role.LIBRARY : Role.APP;
        } else {
            Role listed = Libraries.role(Language.PHP, module, '\\');
            role = listed == Role.APP && isVendor(file) && !module.startsWith("App\\") ? Role.LIBRARY : listed;
        }
        if (name.isEmpty() && module.isEmpty()) {
            module = role == Role.APP ? view(file) : "";
            return module.isEmpty() ? null : new StackFrame(module, "", role);
        }
        return new StackFrame(module, name, role == Role.APP ? PassThrough.roleInApp(module, name) : role);
    }

    private static boolean isVendor(String file) {
        return file.contains("/vendor/")
                || file.contains("\\vendor\\")
                || file.contains("/wp-includes/")
                || file.contains("/wp-admin/");
    }

    private static String view(String file) {
        String name = SourceFiles.name(file);
        return BundleHash.is(name.substring(name.lastIndexOf('/') + 1)) ? "" : name;
    }

    private static boolean isBuiltIn(String name) {
        for (String prefix : BUILT_IN) {
            if (name.startsWith(prefix)
                    && (prefix.endsWith("_") || name.length() == prefix.length() || prefix.length() > 6)) {
                return true;
            }
        }
        return name.startsWith("include") || name.startsWith("require");
    }

    private static String type(String type, String function) {
        String name = type;
        if (name.startsWith("Proxies\\__CG__\\")) {
            name = name.substring(15);
        }
        if (name.startsWith("__TwigTemplate_")) {
            return "__TwigTemplate";
        }
        int anonymous = name.indexOf("@anonymous");
        if (anonymous > 0) {
            return name.substring(0, anonymous + 10);
        }
        int space = function.lastIndexOf('\\', function.indexOf('{') < 0 ? function.length() : function.indexOf('{'));
        boolean closureOfClass = name.isEmpty() && function.startsWith("{closure:");
        if (closureOfClass) {
            int member = function.indexOf("::");
            return member < 0 ? "" : function.substring(9, member);
        }
        return name.isEmpty() && space > 0 ? function.substring(0, space) : name;
    }

    private static String function(String function) {
        int open = function.indexOf('{');
        if (open >= 0 && function.startsWith("{closure", open)) {
            return "";
        }
        return function.substring(function.lastIndexOf('\\') + 1);
    }
}
