package io.vigie.gateway.revocation;

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
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

    private static final Duration FORGET_EXPIRED = Duration.ofHours(1);

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
    ReferencePublisher revocationPublisher(
            MongoRevocations store, RecordPublisher records, AuditTrail trail, Clock clock) {
        return new ReferencePublisher(Topic.REVOCATIONS, store, records, trail, clock);
    }

    @Bean
    RepeatingJob revocationUpkeep(
            MongoRevocations store,
            ReferencePublisher revocationPublisher,
            ReferenceTable<RevocationRecord> revocationRecords) {
        return ReferenceUpkeep.job(store, revocationPublisher, revocationRecords, RevocationRecord::getVersion);
    }

    @Bean
    ExpiredRevocations expiredRevocations(
            MongoRevocations store,
            RecordPublisher records,
            ReferenceTable<RevocationRecord> revocationRecords,
            Clock clock) {
        return new ExpiredRevocations(store, records, revocationRecords, clock);
    }

    @Bean
    RepeatingJob expiredRevocationsJob(ExpiredRevocations expired) {
        return new RepeatingJob("expired-revocations", FORGET_EXPIRED, FORGET_EXPIRED, expired::forget);
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
