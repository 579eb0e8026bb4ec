/** The live tail: what every instance knows of all sources right now. */
@NullMarked
package io.vigie.query.live;

import org.jspecify.annotations.NullMarked;
