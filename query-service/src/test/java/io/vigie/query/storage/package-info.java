@NullMarked
package io.vigie.query.storage;

import org.jspecify.annotations.NullMarked;
