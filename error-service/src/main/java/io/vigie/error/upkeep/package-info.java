/** What is done from time to time: indexes, retention, announcements that a crash has left. */
@NullMarked
package io.vigie.error.upkeep;

import org.jspecify.annotations.NullMarked;
