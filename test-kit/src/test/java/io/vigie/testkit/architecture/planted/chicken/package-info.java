/** One half of a cycle. */
@NullMarked
package io.vigie.testkit.architecture.planted.chicken;

import org.jspecify.annotations.NullMarked;
