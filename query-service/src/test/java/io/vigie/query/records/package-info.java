@NullMarked
package io.vigie.query.records;

import org.jspecify.annotations.NullMarked;
