/** Work that is done again and again while the gateway runs. */
@NullMarked
package io.vigie.gateway.job;

import org.jspecify.annotations.NullMarked;
