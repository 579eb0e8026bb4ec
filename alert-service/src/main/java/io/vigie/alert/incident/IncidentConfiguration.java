package io.vigie.alert.incident;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.rule.RuleTable;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.PartitionConsumer;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IncidentSettings.class)
class IncidentConfiguration {

    /** What another instance has written. */
    private static final Duration SILENCES_EACH = Duration.ofSeconds(5);

    @Bean
    StateStore<Alert> alertStore(MongoStates states) {
        return states.open("alerts", Alert.class);
    }

    @Bean
    StateStore<AlertView> alertHistory(MongoStates states) {
        return states.open("alert_history", AlertView.class);
    }

    @Bean
    StateStore<Silence> silenceStore(MongoStates states) {
        return states.open("silences", Silence.class);
    }

    @Bean
    SilenceTable silenceTable(StateStore<Silence> silenceStore, RecordPublisher publisher, Clock clock) {
        return new SilenceTable(silenceStore, publisher, clock);
    }

    @Bean
    RepeatingJob silencesJob(SilenceTable silences) {
        return new RepeatingJob("silences", Duration.ZERO, SILENCES_EACH, silences::refresh);
    }

    @Bean
    AlertMachine alertMachine(IncidentSettings settings) {
        return new AlertMachine(settings.cooldown(), settings.reminder());
    }

    @Bean
    PartitionConsumer incidents(
            Messaging messaging,
            RuleTable rules,
            StateStore<Alert> alertStore,
            StateStore<AlertView> alertHistory,
            SilenceTable silences,
            AlertMachine machine,
            NoticeSink sink,
            RecordPublisher records,
            MongoStates states,
            IncidentSettings settings,
            Clock clock,
            MeterRegistry registry) {
        var parts = new IncidentConsumer.Parts(
                rules,
                alertStore,
                new OpenRevisions(alertStore, states.timeout().multipliedBy(3), clock),
                silences,
                machine,
                () -> new Dispatcher(sink, records, alertHistory, states.timeout()),
                states.timeout(),
                clock,
                new IncidentMeters(registry));
        return messaging.consume(
                settings.group(), Topic.INCIDENT_SIGNALS, assigned -> new IncidentConsumer(assigned, parts));
    }

    @Bean
    Alerts openAlerts(
            StateStore<Alert> alertStore,
            StateStore<AlertView> alertHistory,
            AlertMachine machine,
            IncidentSettings settings,
            Clock clock) {
        return new Alerts(alertStore, alertHistory, machine, settings, clock);
    }
}
