@NullMarked
package io.vigie.query.writer;

import org.jspecify.annotations.NullMarked;
