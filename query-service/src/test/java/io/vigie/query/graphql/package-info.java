@NullMarked
package io.vigie.query.graphql;

import org.jspecify.annotations.NullMarked;
