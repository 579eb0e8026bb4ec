/** Deleting what people do not want to see any more. */
@NullMarked
package io.vigie.error.removal;

import org.jspecify.annotations.NullMarked;
