@NullMarked
package io.vigie.gateway.revocation;

import org.jspecify.annotations.NullMarked;
