package io.vigie.gateway.people;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.vigie.gateway.audit.AuditTrail;
import io.vigie.gateway.revocation.Revocations;
import io.vigie.gateway.signing.Tokens;
import io.vigie.kit.job.RepeatingJob;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

    private static final Duration REDIS_CONNECT = Duration.ofSeconds(1);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration FINISH_CHANGES = Duration.ofSeconds(10);
    private static final int REDIS_QUEUE = 1_000;

    @Bean
    MongoAccounts accounts(ReactiveMongoTemplate mongo) {
        return new MongoAccounts(mongo);
    }

    @Bean
    Passwords passwords() {
        return new Passwords();
    }

    @Bean
    LoginThrottle loginThrottle(ReactiveStringRedisTemplate redis, Clock clock) {
        return new LoginThrottle(new RedisFailures(redis), new LocalFailures(clock));
    }

    @Bean
    People people(
            MongoAccounts accounts,
            Passwords passwords,
            LoginThrottle throttle,
            Tokens tokens,
            Revocations revocations,
            AuditTrail trail,
            Clock clock) {
        return new People(accounts, passwords, throttle, tokens, revocations, trail, clock);
    }

    @Bean
    RepeatingJob endTokensOfChangedAccounts(People people) {
        return new RepeatingJob("unfinished-accounts", FIRST, FINISH_CHANGES, people::finishChanges);
    }

    /** While Redis is away its commands fail at once: nothing waits for it in a queue that grows. */
    @Bean
    LettuceClientOptionsBuilderCustomizer failFast() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REDIS_QUEUE)
                .socketOptions(
                        SocketOptions.builder().connectTimeout(REDIS_CONNECT).build());
    }
}
