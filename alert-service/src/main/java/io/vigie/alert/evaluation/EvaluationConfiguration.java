package io.vigie.alert.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.alert.records.MetricsReader;
import io.vigie.alert.rule.RuleTable;
import io.vigie.alert.storage.MongoStates;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.PartitionConsumer;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The members of the groups that evaluate. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EvaluationSettings.class)
class EvaluationConfiguration {

    @Bean
    EvaluationMeters evaluationMeters(MeterRegistry registry) {
        return new EvaluationMeters(registry);
    }

    @Bean
    PartitionConsumer metricsEvaluation(
            Messaging messaging,
            MetricsReader reader,
            RuleTable rules,
            MongoStates states,
            RecordPublisher records,
            EvaluationSettings settings,
            Clock clock,
            EvaluationMeters meters) {
        var parts = new MetricsEvaluationConsumer.Parts(
                reader,
                rules,
                states.open("evaluation_sources", Watched.class),
                states.open("evaluation_clocks", PartitionClock.class),
                states.open("evaluation_fleet", FleetCensus.class),
                records,
                settings,
                states.timeout(),
                clock,
                meters);
        return messaging.consume(
                settings.group() + "-metrics",
                Topic.METRICS,
                assigned -> new MetricsEvaluationConsumer(assigned, parts));
    }

    @Bean
    PartitionConsumer errorEvaluation(
            Messaging messaging,
            RuleTable rules,
            MongoStates states,
            RecordPublisher records,
            EvaluationSettings settings,
            Clock clock,
            EvaluationMeters meters) {
        return errors(
                messaging,
                Topic.ERROR_EVENTS,
                settings.group() + "-errors",
                parts("evaluation_errors", rules, states, records, settings, clock, meters));
    }

    @Bean
    PartitionConsumer issueEvaluation(
            Messaging messaging,
            RuleTable rules,
            MongoStates states,
            RecordPublisher records,
            EvaluationSettings settings,
            Clock clock,
            EvaluationMeters meters) {
        return errors(
                messaging,
                Topic.ISSUES,
                settings.group() + "-issues",
                parts("evaluation_issues", rules, states, records, settings, clock, meters));
    }

    private static ErrorEvaluationConsumer.Parts parts(
            String collection,
            RuleTable rules,
            MongoStates states,
            RecordPublisher records,
            EvaluationSettings settings,
            Clock clock,
            EvaluationMeters meters) {
        return new ErrorEvaluationConsumer.Parts(
                rules, states.open(collection, Watched.class), records, settings, states.timeout(), clock, meters);
    }

    private static PartitionConsumer errors(
            Messaging messaging, Topic topic, String group, ErrorEvaluationConsumer.Parts parts) {
        return messaging.consume(group, topic, assigned -> new ErrorEvaluationConsumer(assigned, parts));
    }
}
