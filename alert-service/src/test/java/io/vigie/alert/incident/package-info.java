@NullMarked
package io.vigie.alert.incident;

import org.jspecify.annotations.NullMarked;
