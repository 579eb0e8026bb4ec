/** Vigie and its services as processes of their own, for whole-system tests. */
@NullMarked
package io.vigie.testkit.process;

import org.jspecify.annotations.NullMarked;
