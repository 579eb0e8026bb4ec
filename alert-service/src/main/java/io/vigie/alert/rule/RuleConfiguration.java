package io.vigie.alert.rule;

import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RuleConfiguration {

    /** What another instance has left behind. */
    private static final Duration OTHERS_EACH = Duration.ofSeconds(10);

    @Bean
    StateStore<StoredRule> ruleStore(MongoStates states) {
        return states.open("rules", StoredRule.class);
    }

    @Bean
    ReferenceTable<RuleRecords.Published> ruleRecords(Messaging messaging) {
        return messaging.follow(Topic.RULES, RuleRecords::read);
    }

    @Bean
    RuleTable ruleTable(ReferenceTable<RuleRecords.Published> ruleRecords) {
        return RuleTable.of(ruleRecords);
    }

    @Bean
    RepeatingJob rulesJob(
            StateStore<StoredRule> ruleStore,
            RecordPublisher publisher,
            ReferenceTable<RuleRecords.Published> ruleRecords,
            Clock clock) {
        RulesUpkeep upkeep = new RulesUpkeep(ruleStore, publisher, ruleRecords, clock);
        return new RepeatingJob("rules", Duration.ZERO, OTHERS_EACH, upkeep::run);
    }

    @Bean
    RuleBook ruleBook(StateStore<StoredRule> ruleStore, RepeatingJob rulesJob, Clock clock) {
        return new RuleBook(ruleStore, rulesJob, clock);
    }

    @Bean
    RulesHealthIndicator rulesHealthIndicator(RuleTable table) {
        return new RulesHealthIndicator(table);
    }
}
