/** What the logs of every service look like, and what never stands in them. */
@NullMarked
package io.vigie.kit.logging;

import org.jspecify.annotations.NullMarked;
