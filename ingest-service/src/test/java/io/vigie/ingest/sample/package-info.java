@NullMarked
package io.vigie.ingest.sample;

import org.jspecify.annotations.NullMarked;
