@NullMarked
package io.vigie.ingest.metrics;

import org.jspecify.annotations.NullMarked;
