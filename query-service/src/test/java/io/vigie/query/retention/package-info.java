@NullMarked
package io.vigie.query.retention;

import org.jspecify.annotations.NullMarked;
