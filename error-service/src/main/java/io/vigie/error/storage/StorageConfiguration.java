package io.vigie.error.storage;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
class StorageConfiguration {

    /** Where the address names none. */
    private static final String DATABASE = "vigie";

    private static final Duration FIND_SERVER_WITHIN = Duration.ofSeconds(3);

    /** A server that is not there is reported within seconds, and what was asked is tried again by who asked. */
    @Bean
    MongoClientSettingsBuilderCustomizer mongoTimeouts(StoreSettings settings) {
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        return builder -> builder.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(FIND_SERVER_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(FIND_SERVER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                                .readTimeout(timeout, TimeUnit.MILLISECONDS));
    }

    @Bean
    MongoStore mongoStore(MongoClient client, MongoConnectionDetails database, StoreSettings settings) {
        return new MongoStore(client, name(database), settings.timeout());
    }

    @Bean
    MongoStoreHealthIndicator mongoHealthIndicator(MongoClient client, MongoConnectionDetails database) {
        return new MongoStoreHealthIndicator(client, name(database));
    }

    private static String name(MongoConnectionDetails database) {
        String name = database.getConnectionString().getDatabase();
        return name == null ? DATABASE : name;
    }
}
