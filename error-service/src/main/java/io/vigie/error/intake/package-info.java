/** Takes errors from Kafka: each is counted once, whatever happens to whoever counts. */
@NullMarked
package io.vigie.error.intake;

import org.jspecify.annotations.NullMarked;
