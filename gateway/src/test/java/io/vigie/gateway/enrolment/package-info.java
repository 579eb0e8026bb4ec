/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.enrolment;

import org.jspecify.annotations.NullMarked;
