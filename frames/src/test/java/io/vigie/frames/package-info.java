@NullMarked
package io.vigie.frames;

import org.jspecify.annotations.NullMarked;
