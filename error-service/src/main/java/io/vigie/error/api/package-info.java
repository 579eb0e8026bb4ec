/** Errors, issues and their numbers over REST. */
@NullMarked
package io.vigie.error.api;

import org.jspecify.annotations.NullMarked;
