/** Frames by source and hour: their ids, their guard and the collection that holds them. */
@NullMarked
package io.vigie.query.storage;

import org.jspecify.annotations.NullMarked;
