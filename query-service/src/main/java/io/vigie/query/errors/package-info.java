/** Errors and issues, which error-service owns, over GraphQL. */
@NullMarked
package io.vigie.query.errors;

import org.jspecify.annotations.NullMarked;
