/** Samples of senders without a stream, on their way to Kafka. */
@NullMarked
package io.vigie.ingest.sample;

import org.jspecify.annotations.NullMarked;
