/** Who may ask for what. */
@NullMarked
package io.vigie.alert.access;

import org.jspecify.annotations.NullMarked;
