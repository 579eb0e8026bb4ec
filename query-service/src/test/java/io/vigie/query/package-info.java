@NullMarked
package io.vigie.query;

import org.jspecify.annotations.NullMarked;
