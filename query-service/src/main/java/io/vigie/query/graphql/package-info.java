/** The GraphQL surface: fields, scalars, limits, errors. */
@NullMarked
package io.vigie.query.graphql;

import org.jspecify.annotations.NullMarked;
