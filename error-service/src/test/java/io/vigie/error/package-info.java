@NullMarked
package io.vigie.error;

import org.jspecify.annotations.NullMarked;
