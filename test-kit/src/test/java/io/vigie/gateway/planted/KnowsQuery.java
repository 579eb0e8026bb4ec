package io.vigie.gateway.planted;

import io.vigie.query.planted.OfQuery;
import org.jspecify.annotations.Nullable;

class KnowsQuery {

    @Nullable
    OfQuery other;
}
