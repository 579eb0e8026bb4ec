package io.vigie.error.stack;

/**
 * One call of a stack.
 *
 * @param module the class, package or file, as the language names its code; without numbers of builds and machines
 * @param function the function within it, empty where it has no name
 * @param role whose it is
 */
public record StackFrame(String module, String function, Role role) {

    /** Whose code a frame is. */
    public enum Role {
        /** The application's own. */
        APP,
        /** The application's own, but it only hands on: middleware, filters, decorators, entry points. */
        PASS_THROUGH,
        /** A library's or a framework's. */
        LIBRARY,
        /** The language's own: its standard library or engine. */
        RUNTIME,
        /** A framework's, where it hands a request, job or event over to the application. */
        DISPATCH;

        public boolean isInApp() {
            return this == APP || this == PASS_THROUGH;
        }
    }

    public boolean isAnonymous() {
        return function.isEmpty();
    }

    /** {@code module#function}. */
    public String name() {
        return module + "#" + function;
    }
}
