@NullMarked
package io.vigie.alert.records;

import org.jspecify.annotations.NullMarked;
