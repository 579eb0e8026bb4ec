/** How a service starts, alone or beside others in one JVM, and what each one has. */
@NullMarked
package io.vigie.kit.service;

import org.jspecify.annotations.NullMarked;
