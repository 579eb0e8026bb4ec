package io.vigie.error.events;

import io.vigie.error.storage.Documents;
import io.vigie.error.storage.MongoStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The collections of single errors. */
@Configuration(proxyBeanMethods = false)
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
}
