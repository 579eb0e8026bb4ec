package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledgedWhenItsOwnProcessIsKilled() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (var server = ChildServer.start(ChildServer.Kind.REDIS, directory);
                var client = RedisClient.create("redis://127.0.0.1:" + server.port());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            for (int i = 0; i < 2_000; i++) {
                connection.sync().set("key-" + i, "value");
                acknowledged.add("key-" + i);
            }
            redisProcesses().forEach(ProcessHandle::destroyForcibly);
            server.kill();
        }
        assertThat(keysAfterRestart()).containsAll(acknowledged);
    }

    @Test
    void endsWithTheJvmThatIsKilledAndKeepsItsData() throws Exception {
        List<ProcessHandle> all;
        try (var server = ChildServer.start(ChildServer.Kind.REDIS, directory);
                var client = RedisClient.create("redis://127.0.0.1:" + server.port());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().set("key", "value");
            all = server.descendants();
            server.kill();
        }
        assertThat(all).isNotEmpty();
        await().untilAsserted(() -> assertThat(all).noneMatch(ProcessHandle::isAlive));
        assertThat(keysAfterRestart()).containsExactly("key");
    }

    @Test
    void endsARedisThatIsLeftOverAllTheSame() throws Exception {
        EmbeddedRedis.start(directory, 0).close();
        Process leftOver = new ProcessBuilder(
                        directory.toRealPath().resolve("redis-server").toString(), "--port", "0", "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        try (var redis = EmbeddedRedis.start(directory, 0)) {
            assertThat(redis.port()).isPositive();
            assertThat(leftOver.isAlive()).isFalse();
        }
    }

    @Test
    void leavesNoProcessWhenClosed() throws Exception {
        try (var redis = EmbeddedRedis.start(directory, 0)) {
            assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(redisProcesses()).hasSize(1);
        }
        assertThat(redisProcesses()).isEmpty();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private Set<String> keysAfterRestart() throws RedisException {
        try (var redis = EmbeddedRedis.start(directory, 0);
                var client = RedisClient.create(redis.url());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return Set.copyOf(connection.sync().keys("*"));
        }
    }

    private List<ProcessHandle> redisProcesses() throws Exception {
        String program = directory.toRealPath().resolve("redis-server").toString();
        assertThat(Files.isExecutable(Path.of(program))).isTrue();
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().command().filter(program::equals).isPresent())
                .toList();
    }
}
