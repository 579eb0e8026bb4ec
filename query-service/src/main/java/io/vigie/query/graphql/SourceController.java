package io.vigie.query.graphql;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.graphql.GraphQlTypes.LatestValue;
import io.vigie.query.graphql.GraphQlTypes.Metric;
import io.vigie.query.graphql.GraphQlTypes.SeriesSet;
import io.vigie.query.graphql.GraphQlTypes.SourceConnection;
import io.vigie.query.graphql.GraphQlTypes.SourceCounts;
import io.vigie.query.graphql.GraphQlTypes.SourceFilter;
import io.vigie.query.graphql.GraphQlTypes.SourceNode;
import io.vigie.query.live.LiveTail;
import io.vigie.query.owner.PageInfo;
import io.vigie.query.series.SeriesReader;
import io.vigie.query.series.SeriesRequest;
import io.vigie.query.sources.SourceProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sources, their last values and their series. Everything but series is answered from memory. */
@Controller
class SourceController {

    private static final int MAX_PAGE = 1_000;
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);

    private final LiveTail tail;
    private final SeriesReader series;
    private final Clock clock;

    SourceController(LiveTail tail, SeriesReader series, Clock clock) {
        this.tail = tail;
        this.series = series;
        this.clock = clock;
    }

    @QueryMapping
    SourceConnection sources(
            @Argument @Nullable SourceFilter filter,
            @Argument int first,
            @Argument @Nullable String after,
            @ContextValue(IdentityInterceptor.IDENTITY) Identity identity) {
        if (first < 1 || first > MAX_PAGE) {
            throw invalid("first", "1 to " + MAX_PAGE + " is allowed, it is " + first);
        }
        Instant now = clock.instant();
        List<SourceNode> page = new ArrayList<>();
        int total = 0;
        boolean more = false;
        for (SourceProfile profile : matching(filter, identity, now)) {
            total++;
            if (after != null && profile.id().compareTo(after) <= 0) {
                continue;
            }
            if (page.size() < first) {
                page.add(SourceNode.of(profile, now));
            } else {
                more = true;
            }
        }
        String end = page.isEmpty() ? null : page.getLast().id();
        return new SourceConnection(page, total, new PageInfo(more, end));
    }

    @QueryMapping
    SourceCounts sourceCounts(
            @Argument @Nullable SourceFilter filter, @ContextValue(IdentityInterceptor.IDENTITY) Identity identity) {
        Instant now = clock.instant();
        List<String> online = new ArrayList<>();
        int offline = 0;
        for (SourceProfile profile : matching(filter, identity, now)) {
            switch (profile.status(now)) {
                case ONLINE -> online.add(profile.id());
                case OFFLINE -> offline++;
            }
        }
        return new SourceCounts(online.size() + offline, offline, online);
    }

    private List<SourceProfile> matching(@Nullable SourceFilter filter, Identity identity, Instant now) {
        requireAllSources();
        Predicate<SourceProfile> matches = SourceFilters.matching(filter, now);
        List<SourceProfile> profiles = new ArrayList<>();
        for (SourceProfile profile : tail.profilesAfter("")) {
            if (identity.maySee(profile.club()) && matches.test(profile)) {
                profiles.add(profile);
            }
        }
        return profiles;
    }

    private void requireAllSources() {
        if (!tail.isComplete()) {
            throw ProblemException.retry(
                    ProblemCode.UNAVAILABLE, "The stored sources have not been read yet", COME_BACK_AFTER);
        }
    }

    @QueryMapping
    @Nullable
    SourceNode source(@Argument String id, @ContextValue(IdentityInterceptor.IDENTITY) Identity identity) {
        Optional<SourceProfile> profile = tail.profile(id);
        if (profile.isEmpty()) {
            requireAllSources();
        }
        return profile.filter(known -> identity.maySee(known.club()))
                .map(known -> SourceNode.of(known, clock.instant()))
                .orElse(null);
    }

    @SchemaMapping(typeName = "Source", field = "latest")
    List<LatestValue> latest(SourceNode source, @Argument @Nullable List<String> names) {
        if (names != null && names.size() > SeriesRequest.MAX_NAMES) {
            throw invalid("names", "at most " + SeriesRequest.MAX_NAMES + " are allowed, there are " + names.size());
        }
        Set<String> wanted = names == null ? Set.of() : Set.copyOf(names);
        List<LatestValue> latest = new ArrayList<>();
        source.profile().latest().forEach((column, at, value) -> {
            if (names == null || wanted.contains(column.name())) {
                latest.add(new LatestValue(
                        Metric.of(column), Instant.ofEpochMilli(at), Double.isFinite(value) ? value : null));
            }
        });
        return latest;
    }

    @SchemaMapping(typeName = "Source", field = "series")
    Mono<SeriesSet> series(
            SourceNode source,
            @Argument List<String> names,
            @Argument Instant from,
            @Argument Instant to,
            @Argument int maxPoints) {
        SeriesRequest request = SeriesRequest.of(source.id(), names, from, to, maxPoints);
        return series.read(request).map(SeriesSet::of);
    }

    static ProblemException invalid(String field, String detail) {
        return new ProblemException(field + ": " + detail, List.of(new FieldError(field, detail)));
    }
}
