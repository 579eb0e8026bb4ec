package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.rule.Condition;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What errors and issues do to what is known of their service. An alert of an issue lasts until the issue is resolved, ignored,
 * merged or deleted, or nothing more of the kind has come for a while.
 */
final class ErrorEvaluation {

    /** The type of such alerts, whatever a rule calls it for people. */
    static final String TYPE = "error";

    private final Duration quiet;

    ErrorEvaluation(Duration quiet) {
        this.quiet = quiet;
    }

    /** What happened. */
    enum Event {
        OCCURRED,
        CREATED,
        REGRESSED,
        CLOSED,
        OTHER
    }

    /** A record of the topics error-events or issues. */
    record Said(String service, Event event, String issueId, String level, String title, long at) {}

    Watched judge(@Nullable Watched before, Said said, Rules rules, Instant now) {
        Working working = new Working(before == null ? Watched.fresh(said.service(), false) : before, now);
        if (said.event() == Event.CLOSED) {
            close(working, said);
        }
        for (Rule rule : rules.byId().values()) {
            if (rule.enabled()
                    && rule.scope().includes(said.service(), "")
                    && rule.condition() instanceof Condition.Errors errors
                    && isAskedFor(errors, said)) {
                found(working, rule, said);
            }
        }
        return working.done();
    }

    private static boolean isAskedFor(Condition.Errors errors, Said said) {
        return switch (said.event()) {
            case OCCURRED -> errors.asksFor(said.level());
            case CREATED -> errors.newIssue();
            case REGRESSED -> errors.regression();
            case CLOSED, OTHER -> false;
        };
    }

    private static void found(Working working, Rule rule, Said said) {
        String name = said.service() + "|" + said.issueId();
        SeriesState state = working.find(rule.id(), name)
                .orElseGet(() -> SeriesState.fresh(rule.id(), name, TYPE, said.issueId(), rule.level()));
        if (said.at() <= state.lastAt() && said.event() != Event.OCCURRED || said.at() < state.lastAt()) {
            return;
        }
        if (state.fires()) {
            working.put(state.at(Phase.FIRING, state.since(), 0, said.at()));
            return;
        }
        Map<String, String> parameters =
                Map.of("title", said.title(), "service", said.service(), "level", said.level());
        working.fire(
                state.judgedBy(rule.version()).at(Phase.FIRING, said.at(), 0, said.at()),
                rule.level(),
                said.at(),
                "",
                parameters,
                "");
    }

    private static void close(Working working, Said said) {
        String name = said.service() + "|" + said.issueId();
        for (SeriesState state : working.all()) {
            if (state.series().equals(name) && state.fires() && state.lastAt() <= said.at()) {
                working.end(state.at(Phase.FIRING, state.since(), 0, said.at()), said.at());
            }
        }
    }

    /** Ends what has been quiet for long. */
    Watched rested(Watched before, Instant now) {
        long since = now.minus(quiet).toEpochMilli();
        if (before.series().stream().noneMatch(state -> state.fires() && state.lastAt() < since)) {
            return before;
        }
        Working working = new Working(before, now);
        for (SeriesState state : before.series()) {
            if (state.fires() && state.lastAt() < since) {
                working.end(state, state.lastAt() + quiet.toMillis());
            }
        }
        return working.done();
    }
}
