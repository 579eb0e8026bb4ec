@NullMarked
package io.vigie.ingest.json;

import org.jspecify.annotations.NullMarked;
