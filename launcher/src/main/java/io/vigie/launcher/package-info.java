/** The whole system in one process: embedded servers, services and an agent for this machine; wiring only. */
@NullMarked
package io.vigie.launcher;

import org.jspecify.annotations.NullMarked;
