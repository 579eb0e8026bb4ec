@NullMarked
package io.vigie.gateway.audit;

import org.jspecify.annotations.NullMarked;
