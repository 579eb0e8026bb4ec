/** Column lists: checked, and published before the first frame that names them. */
@NullMarked
package io.vigie.ingest.schema;

import org.jspecify.annotations.NullMarked;
