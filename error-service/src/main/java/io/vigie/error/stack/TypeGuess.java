package io.vigie.error.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of an exception by its message, for stacks without their first line: what engines and runtimes themselves throw. */
public final class TypeGuess {

    private record Known(@Nullable Language language, String part, String type) {}

    private static final List<Known> KNOWN = List.of(
            js("Cannot read propert", "TypeError"),
            js("Cannot set propert", "TypeError"),
            js("can't access property", "TypeError"),
            js(" is not a function", "TypeError"),
            js("is not an object (evaluating", "TypeError"),
            js(" is not a constructor", "TypeError"),
            js(" is not iterable", "TypeError"),
            js(" is undefined", "TypeError"),
            js(" is null", "TypeError"),
            js("Failed to fetch", "TypeError"),
            js("NetworkError when attempting", "TypeError"),
            js("Load failed", "TypeError"),
            js("Cannot destructure", "TypeError"),
            js("Converting circular structure", "TypeError"),
            js("Assignment to constant", "TypeError"),
            js("undefined is not", "TypeError"),
            js("null is not", "TypeError"),
            js("Cannot convert undefined", "TypeError"),
            js("invalid assignment to const", "TypeError"),
            js("cyclic object value", "TypeError"),
            js("is not defined", "ReferenceError"),
            js("before initialization", "ReferenceError"),
            js("Can't find variable", "ReferenceError"),
            js("Unexpected token", "SyntaxError"),
            js("JSON.parse:", "SyntaxError"),
            js("Unexpected end of JSON", "SyntaxError"),
            js("JSON Parse error", "SyntaxError"),
            js("Unexpected identifier", "SyntaxError"),
            js("is not valid JSON", "SyntaxError"),
            js("Maximum call stack size exceeded", "RangeError"),
            js("too much recursion", "InternalError"),
            js("Invalid array length", "RangeError"),
            js("invalid array length", "RangeError"),
            js("Invalid time value", "RangeError"),
            js("Invalid count value", "RangeError"),
            js("Loading chunk", "ChunkLoadError"),
            js("Hydration failed", "Error"),
            java("Cannot invoke \"", "java.lang.NullPointerException"),
            java("Cannot read field \"", "java.lang.NullPointerException"),
            java("Cannot read the array length", "java.lang.NullPointerException"),
            java("Cannot assign field \"", "java.lang.NullPointerException"),
            java("Cannot load from ", "java.lang.NullPointerException"),
            java("Cannot store to ", "java.lang.NullPointerException"),
            java("/ by zero", "java.lang.ArithmeticException"),
            java("For input string: ", "java.lang.NumberFormatException"),
            java(" cannot be cast to ", "java.lang.ClassCastException"),
            java("No value present", "java.util.NoSuchElementException"),
            java("Read timed out", "java.net.SocketTimeoutException"),
            java("Java heap space", "java.lang.OutOfMemoryError"),
            java("Connection reset", "java.net.SocketException"),
            java("Connection refused", "java.net.ConnectException"),
            java("GC overhead limit exceeded", "java.lang.OutOfMemoryError"),
            java("begin ", "java.lang.StringIndexOutOfBoundsException"),
            java(
                    "Could not open JPA EntityManager",
                    "org.springframework.transaction.CannotCreateTransactionException"),
            net("Object reference not set", "System.NullReferenceException"),
            net("Sequence contains ", "System.InvalidOperationException"),
            net("was not present in the dictionary", "System.Collections.Generic.KeyNotFoundException"),
            net("Index was outside the bounds", "System.IndexOutOfRangeException"),
            net("Value cannot be null", "System.ArgumentNullException"),
            net("Index was out of range", "System.ArgumentOutOfRangeException"),
            net("Specified argument was out of", "System.ArgumentOutOfRangeException"),
            net("was not in a correct format", "System.FormatException"),
            net("Unable to cast object", "System.InvalidCastException"),
            net("Attempted to divide by zero", "System.DivideByZeroException"),
            net("Nullable object must have", "System.InvalidOperationException"),
            net("Cannot access a disposed", "System.ObjectDisposedException"),
            net("A task was canceled", "System.Threading.Tasks.TaskCanceledException"),
            net("The operation was canceled", "System.OperationCanceledException"),
            net("The operation has timed out", "System.TimeoutException"),
            net("Collection was modified", "System.InvalidOperationException"),
            net("Could not find file", "System.IO.FileNotFoundException"),
            php("Call to a member function", "Error"),
            php("Call to undefined", "Error"),
            php("SQLSTATE[", "PDOException"),
            php("Division by zero", "DivisionByZeroError"),
            php("Unsupported operand types", "TypeError"),
            php("must be of type", "TypeError"),
            php("Undefined ", "ErrorException"),
            php("Class \"", "Error"),
            php("Attempt to read property", "ErrorException"),
            php("Too few arguments", "ArgumentCountError"),
            php("No query results for model", "Illuminate\\Database\\Eloquent\\ModelNotFoundException"),
            php("Trying to access array offset", "ErrorException"),
            php("Unhandled match", "UnhandledMatchError"),
            ruby("undefined method ", "NoMethodError"),
            ruby("undefined local variable", "NameError"),
            ruby("uninitialized constant", "NameError"),
            ruby("divided by 0", "ZeroDivisionError"),
            ruby("Couldn't find ", "ActiveRecord::RecordNotFound"),
            ruby("key not found", "KeyError"),
            ruby("wrong number of arguments", "ArgumentError"),
            ruby("Validation failed", "ActiveRecord::RecordInvalid"),
            ruby("no implicit conversion", "TypeError"),
            ruby("can't be coerced", "TypeError"),
            ruby("stack level too deep", "SystemStackError"),
            ruby("param is missing", "ActionController::ParameterMissing"),
            ruby("comparison of ", "ArgumentError"),
            ruby("can't modify frozen", "FrozenError"),
            ruby("No such file or directory", "Errno::ENOENT"),
            ruby("invalid value for", "ArgumentError"));

    private TypeGuess() {}

    public static @Nullable String of(@Nullable Language language, String message) {
        for (Known known : KNOWN) {
            if (known.language() == language && message.contains(known.part())) {
                return known.type();
            }
        }
        return null;
    }

    /** Type and message where a text begins with both, as what {@code toString()} of an exception gives. */
    public static ThrownError split(String message) {
        int end = message.indexOf('\n');
        Head head = Head.sure(end < 0 ? message : message.substring(0, end));
        if (head == null) {
            return new ThrownError(null, message, List.of());
        }
        String rest = end < 0 ? "" : message.substring(end);
        return new ThrownError(
                head.type(),
                head.message() == null ? rest.isEmpty() ? null : rest.strip() : head.message() + rest,
                List.of());
    }

    private static Known js(String part, String type) {
        return new Known(Language.JAVASCRIPT, part, type);
    }

    private static Known java(String part, String type) {
        return new Known(Language.JAVA, part, type);
    }

    private static Known net(String part, String type) {
        return new Known(Language.CSHARP, part, type);
    }

    private static Known php(String part, String type) {
        return new Known(Language.PHP, part, type);
    }

    private static Known ruby(String part, String type) {
        return new Known(Language.RUBY, part, type);
    }
}
