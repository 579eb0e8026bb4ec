package io.vigie.error.stack;

import io.vigie.error.stack.StackFrame.Role;
import java.util.Locale;
import java.util.Set;

/** Tells the application's frames that only hand on, so that one more middleware does not make one more issue. */
final class PassThrough {

    private static final Set<String> FUNCTIONS = Set.of(
            "main",
            "Main",
            "{main}",
            "<main>",
            "<module>",
            "<top (required)>",
            "wrapper",
            "_wrapper",
            "inner",
            "_inner",
            "wrapped",
            "_wrapped",
            "decorated",
            "_decorated",
            "decorated_function",
            "decorator",
            "wrapped_view",
            "_wrapped_view",
            "doFilter",
            "doFilterInternal",
            "intercept",
            "preHandle",
            "asyncHandler",
            "catchAsync",
            "tryCatch",
            "__call__",
            "around",
            "proceed");
    private static final String[] ENDINGS = {
        "middleware",
        "middlewares",
        "interceptor",
        "filter",
        "behavior",
        "behaviour",
        "decorator",
        "decorators",
        "wrapper",
        "executor",
        "runnable",
        "callable",
        "advice",
        "aspect",
        "namedthreads",
        "threadfactory"
    };
    private static final Set<String> FOLDERS =
            Set.of("middleware", "middlewares", "interceptors", "filters", "decorators", "behaviors", "behaviours");

    private PassThrough() {}

    static Role roleInApp(String module, String function) {
        return is(module, function) ? Role.PASS_THROUGH : Role.APP;
    }

    private static boolean is(String module, String function) {
        if (FUNCTIONS.contains(function)) {
            return true;
        }
        String[] parts = module.toLowerCase(Locale.ROOT).split("[./\\\\$+]");
        for (String part : parts) {
            if (FOLDERS.contains(part)) {
                return true;
            }
        }
        for (String ending : ENDINGS) {
            if (parts.length > 0 && parts[parts.length - 1].endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
