package io.vigie.ingest.fleet;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as the fleet's clients write them: numbers also as texts, sizes as {@code df -h} prints them, with a decimal point or, as
 * French locales have it, a comma. Null, blank, {@code -}, {@code N/A} and {@code unknown} are no value.
 */
final class Lenient {

    private static final Set<String> NOTHING = Set.of("", "-", "n/a", "unknown", "null", "undefined");
    private static final String DIGITS = "(?:[0-9]{1,40}(?:[.,][0-9]{0,40})?|[.,][0-9]{1,40})";
    private static final Pattern NUMBER = Pattern.compile("[+-]?" + DIGITS + "(?:[eE][+-]?[0-9]{1,4})?");
    private static final Pattern SIZE = Pattern.compile("(" + DIGITS + ") ?([KMGTPE]?)I?B?");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:nan|inf|infinity)");
    private static final String LETTERS = "KMGTPE";
    private static final double KIBI = 1024;

    private Lenient() {}

    /** The object, or an empty one where there is nothing. */
    static Json.Obj object(String field, Json value) throws InvalidBodyException {
        return switch (value) {
            case Json.Obj object -> object;
            case Json.Null nothing -> Json.Obj.EMPTY;
            case Json.Arr a -> throw bad(field, "must be an object");
            case Json.Text t -> throw bad(field, "must be an object");
            case Json.Num n -> throw bad(field, "must be an object");
            case Json.Bool b -> throw bad(field, "must be an object");
        };
    }

    /** A text without blanks around it; numbers and flags as they are written. */
    static Optional<String> text(String field, Json value) throws InvalidBodyException {
        return switch (value) {
            case Json.Text text -> Optional.of(text.value().strip()).filter(it -> !it.isEmpty());
            case Json.Num number -> Optional.of(number.literal());
            case Json.Bool flag -> Optional.of(Boolean.toString(flag.value()));
            case Json.Null nothing -> Optional.empty();
            case Json.Obj o -> throw bad(field, "must be a text");
            case Json.Arr a -> throw bad(field, "must be a text");
        };
    }

    /** A finite number. */
    static OptionalDouble number(String field, Json value) throws InvalidBodyException {
        return number(field, value, "");
    }

    /** A share of one, from a percentage: 45.2, "45.2", "45.2%". */
    static OptionalDouble share(String field, Json value) throws InvalidBodyException {
        OptionalDouble percent = number(field, value, "%");
        return percent.isEmpty()
                ? percent
                : OptionalDouble.of(BigDecimal.valueOf(percent.getAsDouble())
                        .movePointLeft(2)
                        .doubleValue());
    }

    /** Degrees Celsius: 52.4, "52.4", "52.4'C", "52.4°C". */
    static OptionalDouble celsius(String field, Json value) throws InvalidBodyException {
        return number(field, value, "(?:['°]?C|°)");
    }

    private static OptionalDouble number(String field, Json value, String unit) throws InvalidBodyException {
        return switch (value) {
            case Json.Num number -> OptionalDouble.of(number.value());
            case Json.Text text -> parsed(field, text.value().strip().replaceFirst(" ?" + unit + "$", ""));
            case Json.Null nothing -> OptionalDouble.empty();
            case Json.Bool b -> throw bad(field, "must be a number");
            case Json.Obj o -> throw bad(field, "must be a number");
            case Json.Arr a -> throw bad(field, "must be a number");
        };
    }

    private static OptionalDouble parsed(String field, String text) throws InvalidBodyException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (NOTHING.contains(lower)) {
            return OptionalDouble.empty();
        }
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text.replace(',', '.'));
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        } else if (!NOT_FINITE.matcher(lower).matches()) {
            throw bad(field, "must be a number");
        }
        throw new InvalidBodyException("not_finite", field, "must be a finite number");
    }

    /** Bytes: a number, or as {@code df -h} prints it, by powers of 1024: "32G", "1,5T", "512M", "4.0Ki", "0". */
    static OptionalDouble size(String field, Json value) throws InvalidBodyException {
        if (value instanceof Json.Text text) {
            Matcher size = SIZE.matcher(text.value().strip().toUpperCase(Locale.ROOT));
            if (size.matches()) {
                int power = size.group(2).isEmpty() ? 0 : LETTERS.indexOf(size.group(2)) + 1;
                double number = Double.parseDouble(size.group(1).replace(',', '.'));
                return OptionalDouble.of(Math.rint(number * Math.pow(KIBI, power)));
            }
            try {
                return number(field, value);
            } catch (InvalidBodyException e) {
                throw e.code().equals("not_finite")
                        ? e
                        : bad(field, "must be a number of bytes or a size such as 32G, 1.5T, 512M");
            }
        }
        return number(field, value);
    }

    static InvalidBodyException bad(String field, String detail) {
        return new InvalidBodyException("bad_value", field, detail);
    }
}
