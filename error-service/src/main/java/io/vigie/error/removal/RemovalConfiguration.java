package io.vigie.error.removal;

import io.vigie.error.events.EventSearch;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.issues.IssueKeeping;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.Issues;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.MongoStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deletions that people ask for. */
@Configuration(proxyBeanMethods = false)
class RemovalConfiguration {

    @Bean
    Deletions deletions(
            MongoStore store,
            EventSearch events,
            Documents<StoredEvent> bodies,
            IssueSearch search,
            IssueKeeping.Kept kept,
            Issues issues) {
        return new Deletions(
                store.documents(Deletion.class, MongoPendingDeletions.COLLECTION),
                new Deletions.Places(events, bodies, search, kept, issues));
    }

    @Bean
    Deletions.Pending pendingDeletions(MongoStore store) {
        return new MongoPendingDeletions(store);
    }
}
