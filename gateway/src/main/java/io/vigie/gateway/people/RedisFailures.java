package io.vigie.gateway.people;

import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/** Counted in Redis, for all gateways together. */
final class RedisFailures implements Failures {

    private static final String PREFIX = "vigie:login:";

    /** Counting and forgetting are one step: a counter without an end would lock somebody out for ever. */
    @SuppressWarnings("rawtypes") // a script's type of answer is a class
    private static final RedisScript<List> SCRIPT = RedisScript.of("""
            local count
            if ARGV[1] == '1' then
              count = redis.call('INCR', KEYS[1])
              if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            else
              count = tonumber(redis.call('GET', KEYS[1]) or '0')
            end
            return {count, redis.call('PTTL', KEYS[1])}
            """, List.class);

    private final ReactiveStringRedisTemplate redis;

    RedisFailures(ReactiveStringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Mono<Count> of(String name) {
        return run(name, "0");
    }

    @Override
    public Mono<Count> oneMore(String name) {
        return run(name, "1");
    }

    private Mono<Count> run(String name, String more) {
        List<String> arguments = List.of(more, Long.toString(WINDOW.toMillis()));
        return redis.execute(SCRIPT, List.of(PREFIX + name), arguments)
                .next()
                .map(answer -> new Count(number(answer, 0), Duration.ofMillis(Math.max(0, number(answer, 1)))));
    }

    private static long number(List<?> answer, int index) {
        return ((Number) answer.get(index)).longValue();
    }
}
