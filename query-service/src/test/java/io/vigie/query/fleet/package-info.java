@NullMarked
package io.vigie.query.fleet;

import org.jspecify.annotations.NullMarked;
