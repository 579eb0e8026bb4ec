/** Work that is done again and again. */
@NullMarked
package io.vigie.kit.job;

import org.jspecify.annotations.NullMarked;
