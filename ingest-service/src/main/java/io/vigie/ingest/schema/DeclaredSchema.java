package io.vigie.ingest.schema;

import com.google.protobuf.ByteString;

/**
 * A schema that has been checked and is, or will be, on the topic.
 *
 * @param columns how many it has
 * @param record its record, to be declared anew
 */
public record DeclaredSchema(ByteString id, int columns, ByteString record) {}
