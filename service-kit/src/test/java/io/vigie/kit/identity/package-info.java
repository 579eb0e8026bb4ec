@NullMarked
package io.vigie.kit.identity;

import org.jspecify.annotations.NullMarked;
