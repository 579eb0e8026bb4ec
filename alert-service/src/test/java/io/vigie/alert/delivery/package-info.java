@NullMarked
package io.vigie.alert.delivery;

import org.jspecify.annotations.NullMarked;
