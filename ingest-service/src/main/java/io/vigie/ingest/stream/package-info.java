/** The agents' streams over gRPC: what comes in goes to Kafka, what Kafka has is acknowledged. */
@NullMarked
package io.vigie.ingest.stream;

import org.jspecify.annotations.NullMarked;
