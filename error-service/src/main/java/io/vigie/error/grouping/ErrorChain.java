package io.vigie.error.grouping;

import io.vigie.error.stack.Language;
import io.vigie.error.stack.ReportedStack;
import io.vigie.error.stack.StackFrame;
import io.vigie.error.stack.StackText;
import io.vigie.error.stack.ThrownError;
import io.vigie.error.stack.TypeGuess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exceptions of an error from the outermost to the root cause, completed by what else is known. Never empty. */
record ErrorChain(List<ThrownError> errors) {

    static ErrorChain of(ErrorText text) {
        if (!text.exceptions().isEmpty()) {
            return new ErrorChain(ReportedStack.chain(text.exceptions(), text.language()));
        }
        if (text.stack() == null || text.stack().isBlank()) {
            return new ErrorChain(List.of(complete(text, text.language(), new ThrownError(null, null, List.of()))));
        }
        StackText stack = StackText.of(text.stack());
        List<ThrownError> errors = new ArrayList<>(stack.chain());
        if (errors.isEmpty()) {
            errors.add(new ThrownError(null, null, List.of()));
        }
        errors.set(0, complete(text, stack.language(), errors.getFirst()));
        return new ErrorChain(List.copyOf(errors));
    }

    /** Type and message of the outermost exception, where its stack does not begin with them. */
    private static ThrownError complete(ErrorText text, @Nullable Language language, ThrownError error) {
        String message = error.message() != null || error.type() != null && text.type() == null && isBare(error, text)
                ? error.message()
                : text.message();
        String type = error.type() != null ? error.type() : text.type();
        if (message != null) {
            ThrownError split = TypeGuess.split(message);
            if (split.type() != null
                    && (type == null
                            || type.equals(split.type())
                            || type.endsWith("." + split.type())
                            || isWeaker(type, split.type()))) {
                type = type == null || isWeaker(type, split.type()) ? split.type() : type;
                message = split.message();
            }
        }
        if (type == null && message != null) {
            type = TypeGuess.of(language, message);
        }
        if (type == null && language == Language.JAVASCRIPT) {
            type = "Error";
        }
        return new ThrownError(type, message, error.frames());
    }

    private static boolean isBare(ThrownError error, ErrorText text) {
        return text.message() == null || error.frames().isEmpty();
    }

    /** "Error" of a stack against "PayError" of a message. */
    private static boolean isWeaker(String type, String other) {
        return Types.sayNothing(type) && !Types.sayNothing(other);
    }

    ThrownError root() {
        return errors.getLast();
    }

    /** The root cause's; where it has none of its own ("… 12 more"), those of the exception around it. */
    List<StackFrame> frames() {
        for (ThrownError error : errors.reversed()) {
            if (!error.frames().isEmpty()) {
                return error.frames();
            }
        }
        return List.of();
    }
}
