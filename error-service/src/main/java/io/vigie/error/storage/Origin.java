package io.vigie.error.storage;

/**
 * A place in Kafka up to which a document holds everything that concerns it.
 *
 * @param topicId Kafka's id of the topic: one made anew starts at offset 0 again
 */
public record Origin(String topicId, int partition, long offset) {

    /** Whether a document of this origin already holds the record of the other one. */
    public boolean includes(Origin record) {
        return topicId.equals(record.topicId) && partition == record.partition && record.offset <= offset;
    }

    /** Another place in the same partition. */
    public Origin at(long otherOffset) {
        return new Origin(topicId, partition, otherOffset);
    }
}
