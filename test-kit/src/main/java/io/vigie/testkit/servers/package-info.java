/** Real Kafka, MongoDB and Redis for integration tests: one of each per JVM, or one that is given. */
@NullMarked
package io.vigie.testkit.servers;

import org.jspecify.annotations.NullMarked;
