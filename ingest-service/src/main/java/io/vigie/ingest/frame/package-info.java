/** Which frames are taken. */
@NullMarked
package io.vigie.ingest.frame;

import org.jspecify.annotations.NullMarked;
