/** One half of a cycle. */
@NullMarked
package io.vigie.testkit.architecture.planted.egg;

import org.jspecify.annotations.NullMarked;
