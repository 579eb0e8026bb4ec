@NullMarked
package io.vigie.kit.logging;

import org.jspecify.annotations.NullMarked;
