package io.vigie.error.issues;

import io.vigie.error.storage.MongoStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The collections of issues and their counts. */
@Configuration(proxyBeanMethods = false)
class IssuesConfiguration {

    @Bean
    IssueKeeping.Kept kept(MongoStore store) {
        return IssueKeeping.Kept.in(store);
    }
}
