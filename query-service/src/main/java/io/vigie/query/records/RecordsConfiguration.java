package io.vigie.query.records;

import io.vigie.messaging.Messaging;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schemas, and reading records with them. */
@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {

    @Bean
    SchemaShelf schemaShelf() {
        return new SchemaShelf(SchemaShelf.MAX_BYTES);
    }

    @Bean
    ReferenceTable<Boolean> schemaReferenceTable(Messaging messaging, SchemaShelf shelf) {
        return messaging.follow(Topic.SCHEMAS, shelf);
    }

    @Bean
    Schemas schemas(SchemaShelf shelf, ReferenceTable<Boolean> schemaReferenceTable) {
        return new SchemaTable(shelf, schemaReferenceTable);
    }

    @Bean
    MetricsRecordReader metricsRecordReader(Schemas schemas) {
        return new MetricsRecordReader(schemas);
    }
}
