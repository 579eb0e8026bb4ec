@NullMarked
package io.vigie.error.intake;

import org.jspecify.annotations.NullMarked;
