package io.vigie.error.issues;

import io.vigie.error.storage.MongoStore;
import io.vigie.messaging.RecordPublisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The collections of issues and their counts. */
@Configuration(proxyBeanMethods = false)
class IssuesConfiguration {

    @Bean
    IssueKeeping.Kept kept(MongoStore store) {
        return IssueKeeping.Kept.in(store);
    }

    @Bean
    IssueSearch issueSearch(MongoStore store) {
        return new MongoIssueSearch(store);
    }

    @Bean
    Issues issues(IssueKeeping.Kept kept, MongoStore store, RecordPublisher publisher, Clock clock) {
        return new Issues(kept.issues(), store.documents(Comment.class, "comments"), publisher, clock);
    }
}
