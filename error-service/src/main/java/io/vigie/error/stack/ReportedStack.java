package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The structured exceptions of an SDK in the form that stacks as text are read to. */
public final class ReportedStack {

    private ReportedStack() {}

    /**
     * The chain from the outermost exception to the root cause.
     *
     * @param exceptions oldest first, as SDKs send them: the root cause is the first
     * @param language what the frames are written in; where null, each file's name tells
     */
    public static List<ThrownError> chain(List<ReportedException> exceptions, @Nullable Language language) {
        List<ThrownError> chain = new ArrayList<>();
        for (ReportedException exception : exceptions.reversed()) {
            List<StackFrame> frames = exception.frames().reversed().stream()
                    .map(frame -> frame(frame, language))
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            chain.add(new ThrownError(type(exception), exception.value(), frames));
        }
        return chain;
    }

    private static @Nullable String type(ReportedException exception) {
        String type = exception.type();
        String module = exception.module();
        boolean qualified = type == null
                || module == null
                || module.isEmpty()
                || type.startsWith(module)
                || module.equals("builtins");
        return qualified ? type : module + "." + type;
    }

    private static @Nullable StackFrame frame(ReportedFrame frame, @Nullable Language given) {
        String file = Objects.requireNonNullElse(frame.file(), "");
        String function = Objects.requireNonNullElse(frame.function(), "");
        String module = Objects.requireNonNullElse(frame.module(), "");
        Language language = given == null ? Language.ofFile(file) : given;
        if (language == null) {
            String name = module.isEmpty() ? SourceFiles.name(file) : module;
            return name.isEmpty() && function.isEmpty()
                    ? null
                    : new StackFrame(name, function, Boolean.FALSE.equals(frame.inApp()) ? Role.LIBRARY : Role.APP);
        }
        return switch (language) {
            case JAVASCRIPT -> JavaScriptStack.frame(file, function, frame.inApp());
            case PYTHON -> PythonStack.frame(frame.module(), file, function, frame.inApp());
            case RUBY -> RubyStack.frame(file, function, frame.inApp());
            case JAVA -> module.isEmpty() ? null : JavaStack.frame(module, function, frame.inApp());
            case CSHARP -> CSharpStack.frame(module, withoutArguments(function), frame.inApp());
            case GO -> GoStack.frame(module.isEmpty() ? "main" : module, function, file, frame.inApp());
            case PHP -> php(module, function, file, frame.inApp());
        };
    }

    private static String withoutArguments(String function) {
        int open = function.indexOf('(');
        return open > 0 ? function.substring(0, open) : function;
    }

    private static @Nullable StackFrame php(String module, String function, String file, @Nullable Boolean inApp) {
        int member = function.indexOf("::");
        return member > 0 && module.isEmpty()
                ? PhpStack.frame(function.substring(0, member), function.substring(member + 2), file, inApp)
                : PhpStack.frame(module, function, file, inApp);
    }
}
