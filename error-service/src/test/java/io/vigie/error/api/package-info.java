@NullMarked
package io.vigie.error.api;

import org.jspecify.annotations.NullMarked;
