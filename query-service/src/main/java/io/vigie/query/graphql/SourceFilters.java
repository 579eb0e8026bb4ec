package io.vigie.query.graphql;

import io.vigie.query.graphql.GraphQlTypes.SourceFilter;
import io.vigie.query.graphql.GraphQlTypes.SourceKind;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which sources a filter lets through. */
final class SourceFilters {

    private static final int MAX_TEXT = 128;

    private SourceFilters() {}

    static Predicate<SourceProfile> matching(@Nullable SourceFilter filter, Instant now) {
        if (filter == null) {
            return profile -> true;
        }
        Predicate<SourceProfile> matches = profile -> true;
        if (filter.kind() != null) {
            matches = matches.and(profile -> SourceKind.of(profile) == filter.kind());
        }
        List<SourceStatus> statuses = filter.status();
        if (statuses != null) {
            matches = matches.and(profile -> statuses.contains(profile.status(now)));
        }
        String text = filter.text();
        if (text != null) {
            matches = matches.and(containing(text));
        }
        return matches;
    }

    private static Predicate<SourceProfile> containing(String text) {
        int length = text.codePointCount(0, text.length());
        if (length > MAX_TEXT) {
            throw SourceController.invalid(
                    "filter.text", "at most " + MAX_TEXT + " characters are allowed, there are " + length);
        }
        String part = text.toLowerCase(Locale.ROOT);
        return profile -> Stream.of(Optional.of(profile.id()), profile.club(), profile.hostName())
                .flatMap(Optional::stream)
                .anyMatch(candidate -> candidate.toLowerCase(Locale.ROOT).contains(part));
    }
}
