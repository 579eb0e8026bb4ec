package io.vigie.error.api;

import io.vigie.error.events.Level;
import io.vigie.error.issues.IssueStatus;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/** The parameters of a question, each held to its limit. */
final class Parameters {

    private static final int LONGEST_SERVICE = 100;
    private static final int MOST_SERVICES = 20;
    private static final int LONGEST_TEXT = 200;

    /** Beyond, a moment can't be compared with what is stored. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final MultiValueMap<String, String> values;

    Parameters(ServerWebExchange exchange) {
        this.values = exchange.getRequest().getQueryParams();
    }

    static ProblemException invalid(String field, String detail) {
        return new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
    }

    private @Nullable String value(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw invalid(name, "is given " + given.size() + " times, once is allowed");
        }
        String value = given.isEmpty() ? null : given.getFirst();
        return value == null || value.isEmpty() ? null : value;
    }

    /** Services, each as a parameter of its own. */
    Set<String> services() {
        List<String> given = values.getOrDefault("service", List.of()).stream()
                .filter(service -> service != null && !service.isEmpty())
                .toList();
        if (given.size() > MOST_SERVICES) {
            throw invalid("service", "is given " + given.size() + " times, " + MOST_SERVICES + " are allowed");
        }
        given.forEach(service -> checked("service", service, LONGEST_SERVICE));
        return Set.copyOf(given);
    }

    /** Values that are each a parameter of their own. */
    List<String> each(String name, int most) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty() || given.size() > most) {
            throw invalid(name, "must be given 1 to " + most + " times");
        }
        return given.stream().distinct().toList();
    }

    @Nullable
    String service() {
        return text("service", LONGEST_SERVICE);
    }

    @Nullable
    String text() {
        return text("text", LONGEST_TEXT);
    }

    @Nullable
    String text(String name, int longest) {
        String value = value(name);
        return value == null ? null : checked(name, value, longest);
    }

    private static String checked(String name, String value, int longest) {
        if (value.length() > longest || value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, "must have at most " + longest + " characters, none of them a control character");
        }
        return value;
    }

    int number(String name, int least, int most, int otherwise) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, "must be a number from " + least + " to " + most);
        }
        throw invalid(name, "must be a number from " + least + " to " + most);
    }

    /** RFC 3339, or a day in UTC. */
    @Nullable
    Instant moment(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        try {
            Instant moment = value.indexOf('T') < 0
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : java.time.OffsetDateTime.parse(value).toInstant();
            if (!moment.isBefore(FIRST) && !moment.isAfter(LAST)) {
                return moment;
            }
        } catch (DateTimeParseException e) {
            throw invalid(name, "must be a moment as 2026-11-21T08:00:00Z or a day as 2026-11-21");
        }
        throw invalid(name, "must be from 1970 to 9999");
    }

    Set<Level> levels() {
        return some("level", Level::of, Level.values(), Level::text);
    }

    Set<IssueStatus> statuses() {
        return some("status", IssueStatus::of, IssueStatus.values(), IssueStatus::text);
    }

    /** One value, or several with commas between. */
    private <T> Set<T> some(String name, Function<String, Optional<T>> parse, T[] known, Function<T, String> written) {
        Set<T> some = new HashSet<>();
        String value = value(name);
        if (value != null) {
            for (String part : value.split(",", -1)) {
                some.add(parse.apply(part.strip())
                        .orElseThrow(() -> invalid(
                                name,
                                "must be of "
                                        + Arrays.stream(known).map(written).toList())));
            }
        }
        return some;
    }

    <T> T oneOf(String name, java.util.Map<String, T> known, T otherwise) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        T found = known.get(value);
        if (found == null) {
            throw invalid(name, "must be of " + new java.util.TreeSet<>(known.keySet()));
        }
        return found;
    }
}
