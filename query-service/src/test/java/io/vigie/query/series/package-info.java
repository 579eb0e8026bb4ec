@NullMarked
package io.vigie.query.series;

import org.jspecify.annotations.NullMarked;
