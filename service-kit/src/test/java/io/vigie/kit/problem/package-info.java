@NullMarked
package io.vigie.kit.problem;

import org.jspecify.annotations.NullMarked;
