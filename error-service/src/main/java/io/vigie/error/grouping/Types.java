package io.vigie.error.grouping;

import io.vigie.error.stack.ThrownError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names of exceptions say. */
final class Types {

    /** Types that say no more than that something went wrong. */
    private static final Set<String> SAY_NOTHING = Set.of(
            "",
            "Error",
            "Exception",
            "RuntimeException",
            "Throwable",
            "panic",
            "fatal error",
            "error",
            "RuntimeError",
            "StandardError",
            "BaseException",
            "ErrorException",
            "ApplicationException",
            "SystemException",
            "CustomError",
            "AppError",
            "AppException",
            "BaseError",
            "InternalError",
            "UnknownError",
            "GenericError",
            "GenericException",
            "AggregateError",
            "AggregateException",
            "ExecutionException",
            "CompletionException",
            "InvocationTargetException",
            "UndeclaredThrowableException",
            "UnhandledRejection",
            "ServletException",
            "NestedServletException",
            "TemplateError",
            "errorString",
            "wrapError",
            "fundamental",
            "withStack",
            "withMessage");

    /** Types that only carry another one from where it ran: whether there is one depends on the pool, the framework and its version. */
    private static final Set<String> CARRIERS = Set.of(
            "ExecutionException",
            "CompletionException",
            "InvocationTargetException",
            "UndeclaredThrowableException",
            "ExceptionGroup",
            "BaseExceptionGroup",
            "AggregateException",
            "TargetInvocationException",
            "ServletException",
            "NestedServletException");

    /** Parts of the names of types that stand for an answer whose code says what it is. */
    private static final String[] CARRY_CODES = {
        "http",
        "axios",
        "response",
        "status",
        "sql",
        "pdo",
        "query",
        "database",
        "dbupdate",
        "operational",
        "integrityerror",
        "programmingerror",
        "smtp",
        "mail",
        "rpc",
        "mqtt",
        "oserror",
        "ioexception",
        "ioerror",
        "socket",
        "syscall",
        "win32",
        "apierror",
        "apiexception",
        "fetch",
        "requesterror",
        "requestexception",
        "clienterror",
        "servererror",
        "clientexception",
        "serverexception",
        "mongo",
        "oracle",
        "comexception",
        "calledprocess",
        "processfailed",
        "exit",
        "ora",
        "prisma",
        "hresult",
        "errno",
        "connection",
        "connect",
        "network",
        "driver",
        "jdbc",
        "dataaccess",
        "persistence",
        "postgres",
        "pgerror",
        "mysql",
        "redis",
        "kafka",
        "webclient",
        "feign",
        "resttemplate",
        "graphql",
        "ldap",
        "ftp",
        "command",
        "cloudflare",
        "aws",
        "sdkexception",
        "websocket",
        "closecode",
        "upstream",
        "gateway"
    };

    private Types() {}

    /** The chain without carriers and repetitions next to each other, in one form per type. */
    static List<String> chain(List<ThrownError> chain) {
        List<String> types = new ArrayList<>();
        for (ThrownError error : chain) {
            String type = normal(error.type());
            boolean carrier = error != chain.getLast() && CARRIERS.contains(simple(type));
            if (!carrier && (types.isEmpty() || !types.getLast().equals(type))) {
                types.add(type);
            }
        }
        return types;
    }

    private static String normal(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String type = name.startsWith("jakarta.") ? "javax." + name.substring(8) : name;
        type = type.startsWith("\\") ? type.substring(1) : type;
        int tick = type.indexOf('`');
        return tick > 0 ? type.substring(0, tick) : type;
    }

    static String simple(String type) {
        int end = type.length();
        int last = Math.max(
                Math.max(type.lastIndexOf('.'), type.lastIndexOf('\\')),
                Math.max(type.lastIndexOf(':'), type.lastIndexOf('$')));
        return type.substring(Math.min(end, last + 1));
    }

    static boolean sayNothing(String type) {
        return SAY_NOTHING.contains(simple(type));
    }

    static boolean carriesCode(String type) {
        String simple = simple(type).toLowerCase(Locale.ROOT);
        for (String part : CARRY_CODES) {
            if (simple.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
