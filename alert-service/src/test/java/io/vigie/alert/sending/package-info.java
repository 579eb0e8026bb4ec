@NullMarked
package io.vigie.alert.sending;

import org.jspecify.annotations.NullMarked;
