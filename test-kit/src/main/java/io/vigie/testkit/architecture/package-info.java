/** The rules of the house that a machine can check, for the {@code ArchitectureTest} of each module. */
@NullMarked
package io.vigie.testkit.architecture;

import org.jspecify.annotations.NullMarked;
