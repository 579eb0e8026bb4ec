/** Real Kafka, Redis and MongoDB-protocol servers on loopback, each on a folder of its own, for one process. */
@NullMarked
package io.vigie.embedded;

import org.jspecify.annotations.NullMarked;
