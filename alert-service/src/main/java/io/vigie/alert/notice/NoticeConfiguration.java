package io.vigie.alert.notice;

import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    @Bean
    StateStore<Delivery> deliveries(MongoStates states) {
        return states.open("deliveries", Delivery.class);
    }

    @Bean
    @ConditionalOnMissingBean
    NoticeSink noticeSink(StateStore<Delivery> deliveries, MongoStates states, Clock clock) {
        return new StoredNoticeSink(deliveries, clock, states.timeout());
    }
}
