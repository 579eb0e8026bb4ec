/** How an agent gets a key of its own: it makes one, and claims its source with it. */
@NullMarked
package io.vigie.gateway.enrolment;

import org.jspecify.annotations.NullMarked;
