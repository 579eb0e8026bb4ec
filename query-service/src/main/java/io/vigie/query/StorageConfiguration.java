package io.vigie.query;

import com.mongodb.reactivestreams.client.MongoClient;
import io.vigie.query.sources.MongoSourceStore;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.MongoDocuments;
import io.vigie.query.storage.MongoFrameStore;
import io.vigie.query.storage.MongoStoreHealthIndicator;
import io.vigie.query.storage.Retention;
import io.vigie.query.writer.WriterSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The collections in MongoDB. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Retention.class)
class StorageConfiguration {

    /** Where the address names none. */
    private static final String DATABASE = "vigie";

    private static final Duration FIND_SERVER_WITHIN = Duration.ofSeconds(3);

    /** A server that is not there is reported within seconds, and what was asked is tried again by who asked. */
    @Bean
    MongoClientSettingsBuilderCustomizer mongoTimeouts(WriterSettings settings) {
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        return builder -> builder.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(FIND_SERVER_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(FIND_SERVER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                                .readTimeout(timeout, TimeUnit.MILLISECONDS));
    }

    @Bean
    FrameStore frameStore(MongoClient client, MongoConnectionDetails database, WriterSettings settings) {
        return new MongoFrameStore(documents(client, database, "frames", settings));
    }

    @Bean
    SourceStore sourceStore(MongoClient client, MongoConnectionDetails database, WriterSettings settings) {
        return new MongoSourceStore(documents(client, database, "sources", settings));
    }

    @Bean
    MongoStoreHealthIndicator mongoHealthIndicator(MongoClient client, MongoConnectionDetails database) {
        return new MongoStoreHealthIndicator(client, name(database));
    }

    private static MongoDocuments documents(
            MongoClient client, MongoConnectionDetails database, String collection, WriterSettings settings) {
        return new MongoDocuments(client, name(database), collection, settings.timeout());
    }

    private static String name(MongoConnectionDetails database) {
        String name = database.getConnectionString().getDatabase();
        return name == null ? DATABASE : name;
    }
}
