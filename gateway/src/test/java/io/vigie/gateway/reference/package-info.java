@NullMarked
package io.vigie.gateway.reference;

import org.jspecify.annotations.NullMarked;
