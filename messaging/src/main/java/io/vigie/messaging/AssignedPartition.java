package io.vigie.messaging;

import org.apache.kafka.common.Uuid;

/**
 * A partition as its new owner gets it.
 *
 * @param topicId Kafka's id of the topic: another one means that the topic was made anew and offsets start again at 0
 * @param partition the partition's number
 * @param position the offset of the first record that will be handed over
 */
public record AssignedPartition(Uuid topicId, int partition, long position) {}
