@NullMarked
package io.vigie.launcher;

import org.jspecify.annotations.NullMarked;
