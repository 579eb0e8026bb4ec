package io.vigie.gateway.keys;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.gateway.audit.AuditTrail;
import io.vigie.gateway.caller.Endings;
import io.vigie.gateway.reference.ReferencePublisher;
import io.vigie.gateway.reference.ReferenceUpkeep;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

    private static final Duration WRITE_USES = Duration.ofMinutes(1);

    @Bean
    MongoApiKeys apiKeyStore(ReactiveMongoTemplate mongo) {
        return new MongoApiKeys(mongo);
    }

    /** The records as they are, the last one of each key: what the job compares with. */
    @Bean
    ReferenceTable<ApiKeyRecord> apiKeyRecords(Messaging messaging) {
        return messaging.follow(Topic.API_KEYS, (id, record, before) -> {
            try {
                return ApiKeyRecord.parseFrom(record);
            } catch (InvalidProtocolBufferException e) {
                throw new InvalidRecordException("not an ApiKeyRecord", e);
            }
        });
    }

    @Bean
    KeyTable keyTable(ReferenceTable<ApiKeyRecord> apiKeyRecords, Endings endings) {
        return new KeyTable(apiKeyRecords, endings);
    }

    @Bean
    ReferencePublisher apiKeyPublisher(MongoApiKeys store, RecordPublisher records, AuditTrail trail, Clock clock) {
        return new ReferencePublisher(Topic.API_KEYS, store, records, trail, clock);
    }

    @Bean
    RepeatingJob apiKeyUpkeep(
            MongoApiKeys store, ReferencePublisher apiKeyPublisher, ReferenceTable<ApiKeyRecord> apiKeyRecords) {
        return ReferenceUpkeep.job(store, apiKeyPublisher, apiKeyRecords, ApiKeyRecord::getVersion);
    }

    @Bean
    ApiKeys apiKeys(MongoApiKeys store, ReferencePublisher apiKeyPublisher, Clock clock) {
        return new ApiKeys(store, apiKeyPublisher, clock);
    }

    @Bean
    KeyUses keyUses(MongoApiKeys store, Clock clock) {
        return new KeyUses(store, clock);
    }

    @Bean
    RepeatingJob keyUsesJob(KeyUses uses) {
        return new RepeatingJob("key-uses", WRITE_USES, WRITE_USES, uses::write);
    }
}
