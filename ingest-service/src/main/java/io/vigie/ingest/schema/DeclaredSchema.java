package io.vigie.ingest.schema;

import com.google.protobuf.ByteString;
import java.time.LocalDate;

/**
 * A schema that has been checked and is, or will be, on the topic.
 *
 * @param columns how many it has
 * @param day the last one (UTC) for which it is known to have been published
 */
public record DeclaredSchema(ByteString id, int columns, LocalDate day) {}
