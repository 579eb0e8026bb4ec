/** What the topic {@code vigie.audit} is told: who changed what, who signed in and out. */
@NullMarked
package io.vigie.gateway.audit;

import org.jspecify.annotations.NullMarked;
