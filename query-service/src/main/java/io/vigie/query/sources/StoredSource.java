package io.vigie.query.sources;

import io.vigie.query.storage.Origin;

/**
 * A document of the collection {@code sources}.
 *
 * @param rev grows by one with each write, from 1
 * @param from up to where every record of the source is in it
 */
public record StoredSource(SourceProfile profile, long rev, Origin from) {}
