/** The second stage: from signals to alerts, and who must be told of them when. */
@NullMarked
package io.vigie.alert.incident;

import org.jspecify.annotations.NullMarked;
