package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes dead letters with these headers: {@code vigie-topic}, {@code vigie-partition}, {@code vigie-offset},
 * {@code vigie-group}, {@code vigie-cause} (the exception's class), {@code vigie-message}, and {@code vigie-value-omitted} where the
 * value alone is larger than a record may be.
 */
final class KafkaDeadLetters implements DeadLetters {

    private static final byte[] NOTHING = {};
    private static final int LONGEST_MESSAGE = 1000;

    private final KafkaRecordPublisher publisher;
    private final Topic topic;
    private final String group;
    private final Duration timeout;

    KafkaDeadLetters(KafkaRecordPublisher publisher, Topic topic, String group, Duration timeout) {
        this.publisher = publisher;
        this.topic = topic;
        this.group = group;
        this.timeout = timeout;
    }

    @Override
    public void publish(ConsumerRecord<String, byte[]> record, Exception cause) throws UnavailableException {
        try {
            publisher.send(deadLetter(record, cause)).get(timeout.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("The dead letter is not acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted before the dead letter was acknowledged", e);
        }
    }

    private ProducerRecord<String, byte[]> deadLetter(ConsumerRecord<String, byte[]> record, Exception cause) {
        boolean omitted = record.serializedKeySize() + record.serializedValueSize() > Topic.MAX_RECORD_BYTES;
        ProducerRecord<String, byte[]> letter = omitted
                ? new ProducerRecord<>(topic.deadLetterTopicName(), NOTHING)
                : new ProducerRecord<>(topic.deadLetterTopicName(), record.key(), record.value());
        header(letter, "vigie-topic", record.topic());
        header(letter, "vigie-partition", Integer.toString(record.partition()));
        header(letter, "vigie-offset", Long.toString(record.offset()));
        header(letter, "vigie-group", group);
        header(letter, "vigie-cause", cause.getClass().getName());
        header(letter, "vigie-message", shortened(String.valueOf(cause.getMessage())));
        if (omitted) {
            header(letter, "vigie-value-omitted", Integer.toString(record.serializedValueSize()));
        }
        return letter;
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(UTF_8));
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }
}
