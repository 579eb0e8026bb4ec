/** Work that is done again and again. */
@NullMarked
package io.vigie.alert.job;

import org.jspecify.annotations.NullMarked;
