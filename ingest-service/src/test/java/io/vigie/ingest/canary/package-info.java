@NullMarked
package io.vigie.ingest.canary;

import org.jspecify.annotations.NullMarked;
