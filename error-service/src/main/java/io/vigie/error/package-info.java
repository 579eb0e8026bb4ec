/** Groups errors into issues, counts them exactly, and answers for both. */
@NullMarked
package io.vigie.error;

import org.jspecify.annotations.NullMarked;
