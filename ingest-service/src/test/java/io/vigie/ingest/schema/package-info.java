@NullMarked
package io.vigie.ingest.schema;

import org.jspecify.annotations.NullMarked;
