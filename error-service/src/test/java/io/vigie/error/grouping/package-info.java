@NullMarked
package io.vigie.error.grouping;

import org.jspecify.annotations.NullMarked;
