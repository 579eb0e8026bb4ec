@NullMarked
package io.vigie.alert.api;

import org.jspecify.annotations.NullMarked;
