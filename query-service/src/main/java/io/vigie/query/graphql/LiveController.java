package io.vigie.query.graphql;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.graphql.GraphQlTypes.SampleBatch;
import io.vigie.query.live.LiveTail;
import io.vigie.query.live.LiveUpdates;
import io.vigie.query.live.LiveUpdates.StatusChange;
import io.vigie.query.live.Subscriptions;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.series.SeriesRequest;
import io.vigie.query.sources.SourceProfile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Samples and statuses as they come. */
@Controller
class LiveController {

    private final LiveTail tail;
    private final LiveUpdates updates;
    private final Subscriptions subscriptions;

    LiveController(LiveTail tail, LiveUpdates updates, Subscriptions subscriptions) {
        this.tail = tail;
        this.updates = updates;
        this.subscriptions = subscriptions;
    }

    @SubscriptionMapping
    Flux<SampleBatch> samples(
            @Argument String source,
            @Argument @Nullable List<String> names,
            @ContextValue(IdentityInterceptor.IDENTITY) Identity identity) {
        if (names != null && names.size() > SeriesRequest.MAX_NAMES) {
            throw SourceController.invalid(
                    "names", "at most " + SeriesRequest.MAX_NAMES + " are allowed, there are " + names.size());
        }
        if (!maySee(identity, source)) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "There is no source " + source);
        }
        Set<String> wanted = names == null ? Set.of() : Set.copyOf(names);
        return subscriptions.counted(updates.samples(source)
                .takeWhile(record -> maySee(identity, source))
                .mapNotNull(record -> batch(record, wanted)));
    }

    private boolean maySee(Identity identity, String source) {
        return tail.profile(source)
                .map(SourceProfile::club)
                .filter(identity::maySee)
                .isPresent();
    }

    private static @Nullable SampleBatch batch(MetricsRecord record, Set<String> names) {
        return record.samplesIfAny()
                .map(samples -> SampleBatch.of(record.source(), samples, names))
                .filter(batch -> !batch.series().isEmpty())
                .orElse(null);
    }

    @SubscriptionMapping
    Flux<StatusChange> sourceStatus(@ContextValue(IdentityInterceptor.IDENTITY) Identity identity) {
        return subscriptions.counted(updates.statuses(profile -> identity.maySee(profile.club())));
    }
}
