package io.vigie.alert.storage;

/**
 * A place in Kafka up to which a state holds everything that concerns it.
 *
 * @param topicId Kafka's id of the topic: one made anew starts at offset 0 again
 */
public record Origin(String topicId, int partition, long offset) {

    /** Of what does not come from Kafka. */
    public static final Origin NONE = new Origin("", -1, -1);

    /** Whether a state of this origin already holds the record at an offset of the other one's partition. */
    public boolean includes(Origin record) {
        return topicId.equals(record.topicId) && partition == record.partition && record.offset <= offset;
    }

    /** Another place in the same partition. */
    public Origin at(long otherOffset) {
        return new Origin(topicId, partition, otherOffset);
    }
}
