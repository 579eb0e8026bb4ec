@NullMarked
package io.vigie.query.live;

import org.jspecify.annotations.NullMarked;
