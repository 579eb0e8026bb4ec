package io.vigie.gateway.revocation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.gateway.caller.Endings;
import io.vigie.gateway.reference.ReferenceJob;
import io.vigie.gateway.reference.ReferencePublisher;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

    @Bean
    MongoRevocations revocationStore(ReactiveMongoTemplate mongo) {
        return new MongoRevocations(mongo);
    }

    @Bean
    ReferenceTable<RevocationRecord> revocationRecords(Messaging messaging) {
        return messaging.follow(Topic.REVOCATIONS, (id, record, before) -> {
            try {
                return RevocationRecord.parseFrom(record);
            } catch (InvalidProtocolBufferException e) {
                throw new InvalidRecordException("not a RevocationRecord", e);
            }
        });
    }

    @Bean
    ReferencePublisher revocationPublisher(MongoRevocations store, RecordPublisher records, Clock clock) {
        return new ReferencePublisher(Topic.REVOCATIONS, store, records, clock);
    }

    @Bean
    ReferenceJob<RevocationRecord> revocationJob(
            MongoRevocations store,
            ReferencePublisher revocationPublisher,
            ReferenceTable<RevocationRecord> revocationRecords) {
        return new ReferenceJob<>(store, revocationPublisher, revocationRecords, RevocationRecord::getVersion);
    }

    @Bean
    ExpiredRevocationsJob expiredRevocationsJob(MongoRevocations store, RecordPublisher records, Clock clock) {
        return new ExpiredRevocationsJob(store, records, clock);
    }

    @Bean
    Revocations revocations(
            MongoRevocations store,
            ReferencePublisher revocationPublisher,
            ReferenceTable<RevocationRecord> revocationRecords,
            Endings endings) {
        return new Revocations(store, revocationPublisher, revocationRecords, endings);
    }
}
