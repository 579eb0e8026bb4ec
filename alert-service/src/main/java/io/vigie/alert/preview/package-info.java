/** What a rule would have found in the past. */
@NullMarked
package io.vigie.alert.preview;

import org.jspecify.annotations.NullMarked;
