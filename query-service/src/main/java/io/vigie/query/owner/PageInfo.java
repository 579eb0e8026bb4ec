package io.vigie.query.owner;

import org.jspecify.annotations.Nullable;

/** Where a page of a connection ends. */
public record PageInfo(boolean hasNextPage, @Nullable String endCursor) {}
