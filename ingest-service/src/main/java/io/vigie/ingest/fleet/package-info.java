/** {@code POST /api/metrics}: the bodies of the fleet's agents, as they have always been. */
@NullMarked
package io.vigie.ingest.fleet;

import org.jspecify.annotations.NullMarked;
