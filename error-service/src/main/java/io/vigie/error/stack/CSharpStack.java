package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** C# and the other languages of .NET: {@code at Namespace.Class.Method(Type argument) in file:line 12}. */
final class CSharpStack {

    private static final List<String> LOCAL_AT = List.of("à ", "bei ", "en ", "в ", "em ");

    private CSharpStack() {}

    static boolean isFrame(String line) {
        int open = line.indexOf('(');
        return line.startsWith("at ") && open > 3 && name(line, open).indexOf(' ') < 0 && line.charAt(open - 1) != ' ';
    }

    /** A frame as an English runtime writes it, also where the runtime spoke another language: "à C.M() dans f:ligne 3". */
    static String inEnglish(String line) {
        String frame = line.strip();
        for (String at : LOCAL_AT) {
            String english = frame.startsWith(at) ? "at " + frame.substring(at.length()) : "";
            if (!english.isEmpty() && isFrame(english) && english.lastIndexOf('.', english.indexOf('(')) > 0) {
                return "   " + english;
            }
        }
        return line;
    }

    private static String name(String line, int open) {
        return line.substring(3, open);
    }

    static List<ThrownError> parse(List<String> lines) {
        StringBuilder head = new StringBuilder();
        List<List<StackFrame>> runs = new ArrayList<>();
        List<StackFrame> run = new ArrayList<>();
        boolean frames = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("at ")) {
                frames = true;
                StackFrame frame = isFrame(line) ? frame(line) : null;
                if (frame != null) {
                    run.add(frame);
                }
            } else if (line.startsWith("--- End of inner")) {
                runs.add(run);
                run = new ArrayList<>();
            } else if (frames && line.startsWith("---> (Inner Exception #")) {
                break;
            } else if (!frames && !line.isEmpty()) {
                head.append(head.isEmpty() ? "" : line.startsWith("--->") ? " " : "\n")
                        .append(line);
            }
        }
        runs.add(run);
        return chain(head.toString(), runs);
    }

    /** Heads run from the outermost to the root, frames from the root to the outermost. */
    private static List<ThrownError> chain(String heads, List<List<StackFrame>> runs) {
        List<ThrownError> chain = new ArrayList<>();
        int from = 0;
        while (from <= heads.length()) {
            int arrow = heads.indexOf("---> ", from);
            String text =
                    heads.substring(from, arrow < 0 ? heads.length() : arrow).strip();
            int break1 = text.indexOf('\n');
            Head head = Head.of(break1 < 0 ? text : text.substring(0, break1));
            if (head == null && !text.isEmpty() && chain.isEmpty()) {
                head = lastSure(text);
            }
            chain.add(
                    head == null
                            ? new ThrownError(null, text.isEmpty() ? null : text, List.of())
                            : new ThrownError(head.type(), head.message(), List.of()));
            from = arrow < 0 ? heads.length() + 1 : arrow + 5;
        }
        List<ThrownError> framed = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            int run = chain.size() - 1 - i;
            framed.add(new ThrownError(
                    chain.get(i).type(), chain.get(i).message(), run < runs.size() ? runs.get(run) : List.of()));
        }
        return framed;
    }

    private static @Nullable Head lastSure(String text) {
        return text.lines()
                .map(Head::sure)
                .filter(head -> head != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable StackFrame frame(String line) {
        String name = name(line, line.indexOf('('));
        int square = name.indexOf('[');
        name = square > 0 ? name.substring(0, square) : name;
        int dot = name.endsWith(".ctor") || name.endsWith(".cctor") ? name.lastIndexOf('.') - 1 : name.lastIndexOf('.');
        if (dot > 0 && name.charAt(dot) != '.') {
            dot = name.lastIndexOf('.');
        }
        return dot <= 0 ? frame("", name, null) : frame(name.substring(0, dot), name.substring(dot + 1), null);
    }

    /** A frame by the compiler's names; null for expressions that were compiled at run time. */
    static @Nullable StackFrame frame(String type, String method, @Nullable Boolean inApp) {
        if (method.startsWith("lambda_method") || type.startsWith("DynamicClass")) {
            return null;
        }
        String function = method;
        String module = type;
        int made = firstMade(type);
        if (made >= 0) {
            String inner = type.substring(made + 1);
            module = type.substring(0, made);
            function = method.equals("MoveNext")
                    ? written(inner.substring(
                            inner.lastIndexOf('<', inner.indexOf('>') < 0 ? inner.length() : inner.indexOf('>'))))
                    : method;
            function = method.equals("MoveNext") ? written(inner.substring(inner.indexOf('<'))) : function;
        }
        function = written(function);
        module = withoutArity(module.replace('+', '.'));
        Role role = Libraries.role(Language.CSHARP, module.isEmpty() ? function : module + "." + function, '.');
        if (inApp != null) {
            role = inApp ? Role.APP : role == Role.APP ? Role.LIBRARY : role;
        }
        return new StackFrame(module, function, role == Role.APP ? PassThrough.roleInApp(module, function) : role);
    }

    /** The position of the dot before the first class that the compiler made: {@code <>c}, {@code <Main>d__3}. */
    private static int firstMade(String type) {
        for (int i = 1; i < type.length(); i++) {
            if (type.charAt(i) == '<' && (type.charAt(i - 1) == '.' || type.charAt(i - 1) == '+')) {
                return i - 1;
            }
        }
        return -1;
    }

    /** {@code <Place>b__3_0}, {@code <<Main>$>d} and {@code <Place>g__Check|4_0} as they were written: Place, Main, Check. */
    private static String written(String name) {
        if (!name.contains("<")) {
            return withoutArity(name);
        }
        int local = name.indexOf(">g__");
        if (local >= 0) {
            int end = name.indexOf('|', local);
            return name.substring(local + 4, end < 0 ? name.length() : end);
        }
        String inner = name;
        int at = inner.indexOf("<>c");
        while (at == 0) {
            int next = inner.indexOf('<', 2);
            inner = next < 0 ? "" : inner.substring(next);
            at = inner.indexOf("<>c");
        }
        int from = 0;
        while (from < inner.length() && inner.charAt(from) == '<') {
            from++;
        }
        int end = inner.indexOf('>', from);
        return withoutArity(end < 0 ? inner.substring(from) : inner.substring(from, end));
    }

    private static String withoutArity(String name) {
        int tick = name.indexOf('`');
        if (tick < 0) {
            return name;
        }
        int end = tick + 1;
        while (end < name.length() && Character.isDigit(name.charAt(end))) {
            end++;
        }
        return name.substring(0, tick) + withoutArity(name.substring(end));
    }
}
