/**
 * Kafka at the edge: publishing, consuming, reference data and the topic catalogue, with the rules of delivery in one
 * place.
 */
@NullMarked
package io.vigie.messaging;

import org.jspecify.annotations.NullMarked;
