package io.vigie.messaging;

import io.vigie.proto.Topic;
import java.util.concurrent.CompletableFuture;

/** Puts records on topics. Records of one key keep the order of the calls. */
public interface RecordPublisher {

    /**
     * Publishes a record. A null value is a tombstone on a compacted topic.
     *
     * @return completes when every in-sync replica has it on disk, or exceptionally with {@link UnavailableException} when it
     *     is unknown whether the record is there
     */
    CompletableFuture<Void> publish(Topic topic, String key, byte @org.jspecify.annotations.Nullable [] value);
}
