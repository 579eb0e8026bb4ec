/** How frames get to the server: enrolment, the stream, acknowledgements, and when to try again. */
@NullMarked
package io.vigie.agent.uplink;

import org.jspecify.annotations.NullMarked;
