/** {@code POST /api/v1/metrics}: samples of applications and services. */
@NullMarked
package io.vigie.ingest.metrics;

import org.jspecify.annotations.NullMarked;
