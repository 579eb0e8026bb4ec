/** What the services offer at the door: which paths are whose, and who may come in there. */
@NullMarked
package io.vigie.gateway.surface;

import org.jspecify.annotations.NullMarked;
