/** What receives measurements and puts them on Kafka; acknowledged means that Kafka has them. */
@NullMarked
package io.vigie.ingest;

import org.jspecify.annotations.NullMarked;
