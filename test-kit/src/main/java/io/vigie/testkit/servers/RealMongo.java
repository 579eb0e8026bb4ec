package io.vigie.testkit.servers;

import io.vigie.embedded.EmbeddedMongo;
import java.util.UUID;

/**
 * A server of MongoDB's protocol for integration tests: the one that the environment variable {@code MONGODB_TEST_URI} names
 * ({@code mongodb://host:port}, without a database), else the embedded one, started at the first use and shared by the JVM.
 */
public final class RealMongo {
    private static final OncePerJvm<EmbeddedMongo> EMBEDDED =
            new OncePerJvm<>("mongo", directory -> EmbeddedMongo.start(directory, 0));

    private RealMongo() {}

    /** The address of a database that nobody has used before. */
    public static String freshDatabase() {
        return uri("test-" + UUID.randomUUID());
    }

    /** The address of the database {@code name}. */
    public static String uri(String name) {
        String given = System.getenv("MONGODB_TEST_URI");
        return given != null ? given + "/" + name : EMBEDDED.get().uri(name);
    }
}
