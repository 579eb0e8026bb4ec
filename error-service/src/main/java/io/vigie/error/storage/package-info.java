/** How documents are compared and set, and up to where in Kafka they are. */
@NullMarked
package io.vigie.error.storage;

import org.jspecify.annotations.NullMarked;
