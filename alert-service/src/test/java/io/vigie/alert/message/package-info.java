@NullMarked
package io.vigie.alert.message;

import org.jspecify.annotations.NullMarked;
