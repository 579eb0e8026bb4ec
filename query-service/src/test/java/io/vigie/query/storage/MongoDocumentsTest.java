package io.vigie.query.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import java.util.concurrent.TimeoutException;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.Test;

class MongoDocumentsTest {

    @Test
    void waitsForWhateverSaysNothingOfADocument() {
        assertThat(MongoDocuments.mayPass(new TimeoutException())).isTrue();
        assertThat(MongoDocuments.mayPass(new MongoSocketException("reset", new ServerAddress())))
                .isTrue();
        assertThat(MongoDocuments.mayPass(new MongoExecutionTimeoutException(50, "slow")))
                .isTrue();
        assertThat(MongoDocuments.mayPass(new MongoException(13, "not authorized")))
                .isTrue();
        assertThat(MongoDocuments.mayPass(new MongoException(14031, "the disk is full")))
                .isTrue();
    }

    @Test
    void takesTheServersWordOnADocument() {
        assertThat(MongoDocuments.mayPass(new MongoException(121, "not valid"))).isFalse();
        assertThat(MongoDocuments.mayPass(new MongoException(10334, "too large")))
                .isFalse();
        assertThat(MongoDocuments.mayPass(new BsonMaximumSizeExceededException("too large")))
                .isFalse();
    }
}
