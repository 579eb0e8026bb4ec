package io.vigie.testkit.servers;

import io.vigie.embedded.EmbeddedRedis;

/**
 * A real Redis for integration tests: the one that the environment variable {@code REDIS_TEST_URL} names, else an embedded
 * one, started at the first use and shared by the whole JVM. Keys of tests need prefixes of their own.
 */
public final class RealRedis {
    private static final OncePerJvm<EmbeddedRedis> EMBEDDED =
            new OncePerJvm<>("redis", directory -> EmbeddedRedis.start(directory, 0));

    private RealRedis() {}

    /** For clients, {@code redis://host:port}. */
    public static String url() {
        String given = System.getenv("REDIS_TEST_URL");
        return given != null ? given : EMBEDDED.get().url();
    }
}
