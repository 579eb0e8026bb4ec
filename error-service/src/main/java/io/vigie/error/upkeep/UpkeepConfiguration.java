package io.vigie.error.upkeep;

import io.vigie.error.events.EventSearch;
import io.vigie.error.events.MarkStore;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.Issues;
import io.vigie.error.removal.Deletions;
import io.vigie.error.storage.MongoStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The upkeep. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class UpkeepConfiguration {

    @Bean
    UpkeepJob.Places upkeepPlaces(
            MarkStore marks,
            EventSearch events,
            IssueSearch search,
            Issues issues,
            Deletions deletions,
            Deletions.Pending pending,
            MongoStore store) {
        return new UpkeepJob.Places(marks, events, search, issues, deletions, pending, new MongoIndexes(store));
    }

    @Bean
    UpkeepJob upkeepJob(UpkeepJob.Places places, RetentionSettings retention, Clock clock) {
        return new UpkeepJob(places, retention, clock);
    }
}
