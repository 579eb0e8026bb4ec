/** The whole system, started as a person starts it and used through its doors. */
@NullMarked
package io.vigie.e2e;

import org.jspecify.annotations.NullMarked;
