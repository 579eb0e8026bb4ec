@NullMarked
package io.vigie.error.journal;

import org.jspecify.annotations.NullMarked;
