@NullMarked
package io.vigie.alert.destination;

import org.jspecify.annotations.NullMarked;
