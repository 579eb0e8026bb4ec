@NullMarked
package io.vigie.alert.storage;

import org.jspecify.annotations.NullMarked;
