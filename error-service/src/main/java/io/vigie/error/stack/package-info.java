/** Stack traces of seven languages as text to types, messages and frames with names that outlive a build. */
@NullMarked
package io.vigie.error.stack;

import org.jspecify.annotations.NullMarked;
