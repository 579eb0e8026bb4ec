package io.vigie.testkit.servers;

import io.vigie.embedded.EmbeddedKafka;

/**
 * A real Kafka broker for integration tests: the one that the environment variable {@code KAFKA_TEST_BOOTSTRAP_SERVERS}
 * names, else an embedded one, started at the first use and shared by the whole JVM. Topics of tests need names of their own.
 */
public final class RealKafka {
    private static final OncePerJvm<EmbeddedKafka> EMBEDDED =
            new OncePerJvm<>("kafka", directory -> EmbeddedKafka.start(directory, 0));

    private RealKafka() {}

    /** For the client setting of the same name. */
    public static String bootstrapServers() {
        String given = System.getenv("KAFKA_TEST_BOOTSTRAP_SERVERS");
        return given != null ? given : EMBEDDED.get().bootstrapServers();
    }
}
