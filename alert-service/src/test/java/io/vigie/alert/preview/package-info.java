@NullMarked
package io.vigie.alert.preview;

import org.jspecify.annotations.NullMarked;
