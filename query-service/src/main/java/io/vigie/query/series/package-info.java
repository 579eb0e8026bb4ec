/** Series over a range, from stored frames and the live tail. */
@NullMarked
package io.vigie.query.series;

import org.jspecify.annotations.NullMarked;
