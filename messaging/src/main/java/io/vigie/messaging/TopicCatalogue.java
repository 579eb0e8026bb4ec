package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that the topics of {@link Topic} and their dead-letter topics exist. It begins when the context starts, holds nobody
 * up, and tries until the broker answers. A topic that exists is left as it is.
 */
public final class TopicCatalogue implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCatalogue.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final int EMBEDDED_PARTITIONS = 4;
    private static final int CLUSTER_PARTITIONS = 12;

    private final Admin admin;
    private final boolean ownCluster;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean running;

    TopicCatalogue(Admin admin, boolean ownCluster) {
        this.admin = admin;
        this.ownCluster = ownCluster;
    }

    /** Completes when every topic exists; not at all when the context is closed before. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Kafka's id of the topic, which is another one when the topic is made anew. */
    public Uuid topicId(Topic topic) throws UnavailableException {
        try {
            Set<String> names = Set.of(topic.topicName());
            return answer(admin.describeTopics(names).allTopicNames()).values().stream()
                    .findFirst()
                    .orElseThrow()
                    .topicId();
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka does not describe the topic " + topic.topicName(), e);
        }
    }

    /** By partition, the offset that a group has committed; a partition without one is left out. */
    public Map<Integer, Long> committed(String group, Topic topic) throws UnavailableException {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<Integer, Long> committed = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                if (partition.topic().equals(topic.topicName()) && offset != null) {
                    committed.put(partition.partition(), offset.offset());
                }
            });
            return committed;
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka does not say what " + group + " has committed", e);
        }
    }

    /** Where the partitions end now: the offset of the record that comes next. */
    CompletionStage<Map<TopicPartition, Long>> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        ListOffsetsOptions within = new ListOffsetsOptions().timeoutMs(Math.toIntExact(ENDS_WITHIN.toMillis()));
        return admin.listOffsets(question, within)
                .all()
                .toCompletionStage()
                .thenApply(answer -> answer.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, end -> end.getValue().offset())));
    }

    /** The topics as they are made. */
    static List<NewTopic> topics(boolean ownCluster) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            topics.add(newTopic(
                    topic.topicName(), topic.kind(), topic.isPartitioned(), topic.retention(ownCluster), ownCluster));
            topics.add(newTopic(
                    topic.deadLetterTopicName(),
                    Topic.Kind.DEAD_LETTERS,
                    false,
                    Optional.of(Duration.ofDays(30)),
                    ownCluster));
        }
        return topics;
    }

    private static NewTopic newTopic(
            String name, Topic.Kind kind, boolean partitioned, Optional<Duration> retention, boolean ownCluster) {
        Map<String, String> config = new HashMap<>();
        config.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                switch (kind) {
                    case STREAM, SIGNALS, TRANSITIONS, DEAD_LETTERS -> TopicConfig.CLEANUP_POLICY_DELETE;
                    case REFERENCE -> TopicConfig.CLEANUP_POLICY_COMPACT;
                    case EXPIRING_REFERENCE ->
                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
                });
        retention.ifPresent(time -> config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
        config.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(Topic.MAX_RECORD_BYTES
                        + (kind == Topic.Kind.DEAD_LETTERS ? KafkaClients.DEAD_LETTER_SLACK_BYTES : 0)));
        config.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        if (ownCluster) {
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        } else {
            config.put(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");
        }
        int partitions = !partitioned ? 1 : ownCluster ? CLUSTER_PARTITIONS : EMBEDDED_PARTITIONS;
        return new NewTopic(name, partitions, (short) (ownCluster ? 3 : 1)).configs(config);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("kafka-topics").start(this::createUntilDone);
    }

    private void createUntilDone() {
        boolean told = false;
        try {
            while (stop.getCount() > 0) {
                try {
                    create();
                    ready.complete(null);
                    return;
                } catch (ExecutionException | TimeoutException e) {
                    if (!told && stop.getCount() > 0) {
                        log.warn("The topics can't be made yet, trying again each second: {}", reason(e));
                        told = true;
                    }
                }
                if (stop.await(TRY_AGAIN.toMillis(), MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void create() throws ExecutionException, TimeoutException {
        Set<String> existing = answer(admin.listTopics().names());
        List<NewTopic> missing = topics(ownCluster).stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                answer(created);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static <T> T answer(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(ANSWER_WITHIN.toSeconds(), SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted", e);
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getCause() == null ? e : e.getCause());
    }

    @Override
    public void stop() {
        running = false;
        stop.countDown();
        admin.close(Duration.ZERO);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything that uses a topic. */
    @Override
    public int getPhase() {
        return Phases.TOPICS;
    }
}
