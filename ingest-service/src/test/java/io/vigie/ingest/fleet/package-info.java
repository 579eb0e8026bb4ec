@NullMarked
package io.vigie.ingest.fleet;

import org.jspecify.annotations.NullMarked;
