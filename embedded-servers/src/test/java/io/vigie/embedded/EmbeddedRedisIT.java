package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;

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
    void endsTheRedisThatAKilledJvmLeftOver() throws Exception {
        ProcessHandle leftOver;
        try (var server = ChildServer.start(ChildServer.Kind.REDIS, directory);
                var client = RedisClient.create("redis://127.0.0.1:" + server.port());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().set("key", "value");
            leftOver = redisProcesses().getFirst();
            server.kill();
        }
        assertThat(leftOver.isAlive()).isTrue();
        assertThat(keysAfterRestart()).containsExactly("key");
        assertThat(leftOver.isAlive()).isFalse();
    }

    @Test
    void leavesNoProcessWhenClosed() throws Exception {
        try (var redis = EmbeddedRedis.start(directory, 0)) {
            assertThat(redisProcesses()).extracting(ProcessHandle::pid).containsExactly(redis.pid());
        }
        assertThat(redisProcesses()).isEmpty();
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
