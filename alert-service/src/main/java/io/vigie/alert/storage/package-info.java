/** States in MongoDB: compared and set, guarded by where in Kafka they stand. */
@NullMarked
package io.vigie.alert.storage;

import org.jspecify.annotations.NullMarked;
