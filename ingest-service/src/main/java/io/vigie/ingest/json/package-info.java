/** JSON from strangers: strict, bounded, every fault named by its field. */
@NullMarked
package io.vigie.ingest.json;

import org.jspecify.annotations.NullMarked;
