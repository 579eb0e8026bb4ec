@NullMarked
package io.vigie.messaging;

import org.jspecify.annotations.NullMarked;
