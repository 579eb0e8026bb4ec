/** Deletes frames that are older than the retention. */
@NullMarked
package io.vigie.query.retention;

import org.jspecify.annotations.NullMarked;
