package io.vigie.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that can't be handled. */
@FunctionalInterface
interface DeadLetters {

    /**
     * Puts the record, and why, on the dead-letter topic of its own one.
     *
     * @throws UnavailableException when it is unknown whether it is there: then its offset must not be passed
     */
    void publish(ConsumerRecord<String, byte[]> record, Exception cause) throws UnavailableException;
}
