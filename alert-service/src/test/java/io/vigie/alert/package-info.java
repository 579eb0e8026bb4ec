@NullMarked
package io.vigie.alert;

import org.jspecify.annotations.NullMarked;
