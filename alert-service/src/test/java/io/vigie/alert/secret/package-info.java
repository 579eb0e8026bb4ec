@NullMarked
package io.vigie.alert.secret;

import org.jspecify.annotations.NullMarked;
