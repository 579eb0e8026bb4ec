/** Reference data on its way from MongoDB to its compacted topic, with the rules that keep both equal. */
@NullMarked
package io.vigie.gateway.reference;

import org.jspecify.annotations.NullMarked;
