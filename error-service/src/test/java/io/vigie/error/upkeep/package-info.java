@NullMarked
package io.vigie.error.upkeep;

import org.jspecify.annotations.NullMarked;
