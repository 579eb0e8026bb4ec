package io.vigie.alert.records;

import io.vigie.frames.Column;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schemas, and reading records with them. */
@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {

    @Bean
    ReferenceTable<List<Column>> schemaReferenceTable(Messaging messaging) {
        return messaging.follow(Topic.SCHEMAS, SchemaTable::format);
    }

    @Bean
    Schemas schemas(ReferenceTable<List<Column>> table) {
        return new SchemaTable(table);
    }

    @Bean
    MetricsReader metricsReader(Schemas schemas) {
        return new MetricsReader(schemas);
    }
}
