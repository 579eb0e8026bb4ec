package io.vigie.error.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.error.events.BodyDay;
import io.vigie.error.events.MarkStore;
import io.vigie.error.events.SampleDay;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.intake.ErrorsPartitionConsumer.Parts;
import io.vigie.error.issues.IssueKeeping;
import io.vigie.error.journal.Journal;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.MongoStore;
import io.vigie.error.storage.StoreSettings;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.PartitionConsumer;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The intake: a member of the group that owns partitions of the topic of errors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeSettings.class)
class IntakeConfiguration {

    /** Each answer of the store within its limit, and a few of them in one step. */
    private static final int STEP_IN_TIMEOUTS = 3;

    @Bean
    Documents<TemplateSet> templateSets(MongoStore store) {
        return store.documents(TemplateSet.class, "templates");
    }

    @Bean
    Documents<GroupDay> groupDays(MongoStore store) {
        return store.documents(GroupDay.class, "group_days");
    }

    @Bean
    Parts intakeParts(
            MarkStore marks,
            Documents<StoredEvent> bodies,
            Documents<SampleDay> sampleDays,
            Documents<BodyDay> bodyDays,
            Documents<GroupDay> groupDays,
            IssueKeeping.Kept kept,
            Documents<TemplateSet> templates,
            RecordPublisher publisher,
            Journal journal,
            IntakeSettings settings,
            MeterRegistry registry) {
        return new Parts(
                marks,
                bodies,
                sampleDays,
                bodyDays,
                groupDays,
                kept,
                templates,
                publisher,
                journal,
                settings,
                new IntakeMetrics(registry));
    }

    @Bean
    PartitionConsumer errorsIntake(Messaging messaging, Parts parts, StoreSettings store) {
        Await await = ErrorsPartitionConsumer.blocking(store.timeout().multipliedBy(STEP_IN_TIMEOUTS));
        return messaging.consume(
                parts.settings().group(),
                Topic.ERRORS,
                assigned -> new ErrorsPartitionConsumer(assigned, parts, await));
    }
}
