/** The query-service: stores time series, follows them live and answers GraphQL. */
@NullMarked
package io.vigie.query;

import org.jspecify.annotations.NullMarked;
