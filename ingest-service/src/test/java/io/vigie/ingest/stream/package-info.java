@NullMarked
package io.vigie.ingest.stream;

import org.jspecify.annotations.NullMarked;
