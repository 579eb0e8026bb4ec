/** Says on each partition how far its time has come. */
@NullMarked
package io.vigie.ingest.canary;

import org.jspecify.annotations.NullMarked;
