/** Who sends: API keys as the gateway publishes them, and which source each may write. */
@NullMarked
package io.vigie.ingest.key;

import org.jspecify.annotations.NullMarked;
