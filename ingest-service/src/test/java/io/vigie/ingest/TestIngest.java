package io.vigie.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import io.vigie.proto.ApiKey;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import io.vigie.proto.stream.v1.SourceRecord;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The service on free ports, and its Kafka seen from the outside. */
final class TestIngest implements AutoCloseable {

    private final String bootstrapServers;
    private final ConfigurableApplicationContext context;

    TestIngest(String bootstrapServers, String... settings) {
        this.bootstrapServers = bootstrapServers;
        SpringApplication application = new SpringApplication(IngestApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "ingest"));
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0",
                "--vigie.kafka.bootstrap-servers=" + bootstrapServers,
                "--vigie.kafka.delivery-timeout=3s"));
        args.addAll(List.of(settings));
        context = application.run(args.toArray(String[]::new));
    }

    int port() {
        return context.getBean(GrpcServerLifecycle.class).getPort();
    }

    int httpPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    int managementPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    /** A key as the gateway makes it. */
    static ApiKey newKey() {
        return ApiKey.generate(new SecureRandom());
    }

    static ApiKeyRecord.Builder record(ApiKey key, KeyKind kind) {
        return ApiKeyRecord.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setVersion(1)
                .setKind(kind)
                .setPrefix(key.prefix())
                .setSha256(ByteString.copyFrom(key.sha256()))
                .setActive(true);
    }

    void publish(ApiKeyRecord.Builder key) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topic.API_KEYS.topicName(), key.getId(), key.build().toByteArray()))
                    .get(30, SECONDS);
        }
    }

    /** A key with the scope metrics that is known on the topic. */
    ApiKey serviceKey() throws Exception {
        ApiKey key = newKey();
        publish(record(key, KeyKind.KEY_KIND_SERVICE).setService("test").addScopes("metrics"));
        return key;
    }

    /** A key of this service with these scopes. */
    ApiKey serviceKey(String service, String... scopes) throws Exception {
        ApiKey key = newKey();
        publish(record(key, KeyKind.KEY_KIND_SERVICE).setService(service).addAllScopes(List.of(scopes)));
        return key;
    }

    ApiKey agentKey(String source) throws Exception {
        ApiKey key = newKey();
        publish(record(key, KeyKind.KEY_KIND_AGENT).setSource(source));
        return key;
    }

    /** All records of a source that are on the topic now, in their order. */
    List<SourceRecord> recordsOf(String source) throws Exception {
        List<SourceRecord> records = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : read(Topic.METRICS)) {
            if (record.key().equals(source)) {
                records.add(SourceRecord.parseFrom(record.value()));
            }
        }
        return records;
    }

    List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        context.close();
    }
}
