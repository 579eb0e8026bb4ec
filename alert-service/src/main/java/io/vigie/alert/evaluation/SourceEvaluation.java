package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.evaluation.ThresholdMachine.Step;
import io.vigie.alert.records.Samples;
import io.vigie.alert.records.SourceMessage.Heard;
import io.vigie.alert.rule.Condition;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.Rules;
import io.vigie.proto.alerts.v1.ReportedAlert;
import io.vigie.proto.stream.v1.SourceFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message of the topic metrics does to what is known of its source. By one thread, which may remember schemas. */
final class SourceEvaluation {

    private static final long MILLIS_PER_MINUTE = 60_000;

    private final Matches matches = new Matches();

    /** What changes a {@link Watched} of the topic metrics. */
    sealed interface Message {

        /** The source was heard when its partition's time was this. */
        record Sign(Heard heard, PartitionClock clock) implements Message {}

        /** Time has passed. */
        record Tick(PartitionClock clock) implements Message {}

        /** How the whole fleet does. */
        record Census(FleetCensus counts, long at) implements Message {}
    }

    /** The state after a message, judged by these rules; the very same one where nothing changed. */
    Watched judge(@Nullable Watched before, Message message, Rules rules, Instant now) {
        return switch (message) {
            case Message.Sign(Heard heard, PartitionClock clock) ->
                heard(
                        before == null ? Watched.fresh(heard.source(), heard.device()) : before,
                        heard,
                        clock,
                        new Judgement(rules, now));
            case Message.Tick(PartitionClock clock) ->
                before == null || !before.device() ? orFresh(before) : ticked(before, clock, new Judgement(rules, now));
            case Message.Census(FleetCensus counts, long at) -> counts.judge(orFresh(before), at, now);
        };
    }

    private record Judgement(Rules rules, Instant now) {}

    private static Watched orFresh(@Nullable Watched before) {
        return before == null ? Watched.fresh(Watched.FLEET, false) : before;
    }

    private Watched heard(Watched before, Heard heard, PartitionClock clock, Judgement judgement) {
        Working working = new Working(before, judgement.now());
        if (heard.facts() != null) {
            SourceFacts facts = heard.facts();
            working.club(facts.getLabelsOrDefault("club", facts.getPartial() ? before.club() : ""));
            working.life(working.life().said(facts));
        }
        working.life(working.life().heard(heard.receivedAt(), clock));
        endSilence(working, heard.receivedAt());
        if (working.isNewer(heard.epoch(), heard.seq())) {
            if (heard.samples() != null) {
                judgeSamples(working, heard, heard.samples(), judgement.rules());
            }
            if (heard.reported() != null) {
                takeReported(working, heard);
            }
        }
        return working.done();
    }

    private static void endSilence(Working working, long at) {
        for (SeriesState state : working.all()) {
            if (state.fires() && state.series().equals(working.source())) {
                working.end(state, at);
            }
        }
    }

    private void judgeSamples(Working working, Heard heard, Samples samples, Rules rules) {
        boolean counts = heard.epoch() != 0;
        for (Matches.Match match : matches.of(samples.columns(), rules)) {
            if (match.column() < samples.usedColumns()
                    && match.rule().scope().includes(working.source(), working.club())) {
                samples.forEach(match.column(), (moment, value) -> {
                    long at = samples.time(moment);
                    judgeSample(working, match, counts, at, value);
                });
            }
        }
    }

    private static void judgeSample(Working working, Matches.Match match, boolean counts, long at, double value) {
        String name = working.source() + "|" + match.name();
        Rule rule = match.rule();
        Optional<SeriesState> known = working.find(rule.id(), name);
        if (known.isEmpty() && !working.hasRoom()) {
            return;
        }
        String object = AlertObjects.normal(rule.type(), match.object());
        SeriesState state =
                known.orElseGet(() -> SeriesState.fresh(rule.id(), name, rule.type(), object, rule.level()));
        if (!counts && at <= state.lastAt()) {
            return;
        }
        if (state.fires()
                && state.ruleVersion() != rule.version()
                && !match.threshold().isBeyond(value)) {
            // The rule was changed meanwhile, and by what it says now this is no alert: its hysteresis is not owed.
            working.end(state.at(Phase.FIRING, state.since(), 0, at).judgedBy(rule.version()), at);
            return;
        }
        Step step = ThresholdMachine.step(
                state.fires() ? state : state.about(rule.type(), object), match.threshold(), at, value);
        SeriesState after = step.after().judgedBy(rule.version());
        switch (step.outcome()) {
            case FIRED -> fire(working, match, after, after.since(), value);
            case ENDED -> working.end(after, after.clearSince());
            case NOTHING -> {
                if (after.fires() && after.level() != rule.level()) {
                    fire(working, match, after, at, value);
                } else {
                    working.put(after);
                }
            }
        }
    }

    private static void fire(Working working, Matches.Match match, SeriesState state, long at, double value) {
        String shown = match.threshold().shown(value);
        Map<String, String> parameters = AlertObjects.parameters(match.object(), working.source(), working.club());
        parameters.put("value", shown);
        boolean isSwitch = !(match.rule().condition() instanceof Condition.Threshold);
        working.fire(state, match.rule().level(), at, isSwitch ? "" : shown, parameters, "");
    }

    /** A list that is not newer than the last one is left out; of several alerts of one name the worst counts. */
    private static void takeReported(Working working, Heard heard) {
        long at = heard.samples() == null
                ? heard.receivedAt()
                : heard.samples().time(heard.samples().moments() - 1);
        if (heard.epoch() == 0 && at <= working.reportedAt() || heard.reported() == null) {
            return;
        }
        working.reportedAt(Math.max(at, working.reportedAt()));
        Map<String, ReportedAlert> listed = new LinkedHashMap<>();
        for (ReportedAlert alert : heard.reported().getAlertsList()) {
            String name = working.source() + "|" + alert.getType() + "|" + object(alert);
            listed.merge(name, alert, SourceEvaluation::worse);
        }
        listed.forEach((name, alert) -> takeReported(working, alert, object(alert), name, at));
        for (SeriesState state : working.all()) {
            if (state.rule().equals(Rule.REPORTED) && state.fires() && !listed.containsKey(state.series())) {
                working.end(state.at(Phase.FIRING, state.since(), 0, at), at);
            }
        }
    }

    private static String object(ReportedAlert alert) {
        return AlertObjects.normal(alert.getType(), alert.getObject());
    }

    /** The first of those that are equally bad. */
    private static ReportedAlert worse(ReportedAlert one, ReportedAlert other) {
        return Level.of(other.getLevel()).compareTo(Level.of(one.getLevel())) > 0 ? other : one;
    }

    private static void takeReported(Working working, ReportedAlert alert, String object, String name, long at) {
        Level level = Level.of(alert.getLevel());
        SeriesState state = working.find(Rule.REPORTED, name)
                .orElseGet(() -> SeriesState.fresh(Rule.REPORTED, name, alert.getType(), object, level));
        boolean same = state.fires()
                && state.level() == level
                && state.message().equals(alert.getMessage())
                && state.value().equals(alert.getValue());
        if (!same) {
            SeriesState firing = state.at(Phase.FIRING, state.fires() ? state.since() : at, 0, at);
            working.fire(firing, level, firing.since(), alert.getValue(), Map.of(), alert.getMessage());
        }
    }

    private static Watched ticked(Watched before, PartitionClock clock, Judgement judgement) {
        Working working = null;
        for (Rule rule : judgement.rules().byId().values()) {
            if (rule.condition() instanceof Condition.Silence(long afterSeconds)
                    && rule.enabled()
                    && rule.scope().includes(before.source(), before.club())
                    && before.life().silence(clock) >= before.life().limit(afterSeconds)
                    && !firesAlready(before, rule)) {
                working = working == null ? new Working(before, judgement.now()) : working;
                fallSilent(working, rule, before.life().limit(afterSeconds), clock);
            }
        }
        return working == null ? before : working.done();
    }

    private static boolean firesAlready(Watched watched, Rule rule) {
        return watched.series().stream()
                .anyMatch(state ->
                        state.rule().equals(rule.id()) && state.series().equals(watched.source()) && state.fires());
    }

    private static void fallSilent(Working working, Rule rule, long limit, PartitionClock clock) {
        long since = working.life().seenAt() + limit;
        SeriesState state = working.find(rule.id(), working.source())
                .orElseGet(() -> SeriesState.fresh(rule.id(), working.source(), rule.type(), "", rule.level()))
                .about(rule.type(), "")
                .judgedBy(rule.version())
                .at(Phase.FIRING, since, 0, since);
        Map<String, String> parameters = new HashMap<>();
        parameters.put("minutes", Long.toString(working.life().silence(clock) / MILLIS_PER_MINUTE));
        parameters.put("site", working.source());
        parameters.put("club", working.club());
        working.fire(state, rule.level(), since, "", parameters, "");
    }

    /** Ends what rules found that are gone, switched off, or look elsewhere by now; and forgets what nobody needs. */
    Watched reconciled(Watched before, Rules rules, Instant now) {
        Working working = new Working(before, now);
        for (SeriesState state : before.series()) {
            if (isStillWatched(before, state, rules)) {
                continue;
            }
            if (state.fires()) {
                working.end(state, now.toEpochMilli());
            } else if (state.phase() == Phase.PENDING) {
                working.put(state.at(Phase.NORMAL, 0, 0, state.lastAt()));
            } else if (rules.find(state.rule()).isEmpty()) {
                working.remove(state);
            }
        }
        return working.done();
    }

    private static boolean isStillWatched(Watched watched, SeriesState state, Rules rules) {
        if (state.rule().equals(Rule.REPORTED) || state.rule().equals(Rule.FLEET)) {
            return true;
        }
        return rules.active(state.rule(), watched.source(), watched.club())
                .filter(rule -> switch (rule.condition()) {
                    case Condition.Silence silence -> state.series().equals(watched.source());
                    case Condition.Errors errors -> state.type().equals(ErrorEvaluation.TYPE);
                    case Condition.Threshold threshold -> Matches.looksAt(threshold, state.series());
                    case Condition.ServiceDown down ->
                        Matches.looksAt(down.onMetric().orElseThrow(), state.series());
                    case Condition.ApplicationMissing missing ->
                        Matches.looksAt(missing.onMetric().orElseThrow(), state.series());
                })
                .isPresent();
    }
}
