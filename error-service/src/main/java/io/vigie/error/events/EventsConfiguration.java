package io.vigie.error.events;

import io.vigie.error.storage.Documents;
import io.vigie.error.storage.MongoStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The collections of single errors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchSettings.class)
class EventsConfiguration {

    @Bean
    MarkStore markStore(MongoStore store, Clock clock) {
        return new MongoMarkStore(store, clock);
    }

    @Bean
    Documents<StoredEvent> bodies(MongoStore store) {
        return store.documents(StoredEvent.class, "events");
    }

    @Bean
    Documents<SampleDay> sampleDays(MongoStore store) {
        return store.documents(SampleDay.class, "sample_days");
    }

    @Bean
    Documents<BodyDay> bodyDays(MongoStore store) {
        return store.documents(BodyDay.class, "body_days");
    }

    @Bean
    EventSearch eventSearch(MongoStore store, SearchSettings settings) {
        return new MongoEventSearch(store, settings);
    }
}
