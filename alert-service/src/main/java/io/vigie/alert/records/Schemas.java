package io.vigie.alert.records;

import com.google.protobuf.ByteString;
import io.vigie.frames.Column;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The column lists that frames name by id. Thread-safe. */
public interface Schemas {

    /** The columns of a schema, the same list each time; empty where it is not known yet. */
    Optional<List<Column>> columns(ByteString id);

    /** Completes when every schema that was published before this call is known. */
    CompletableFuture<Void> caughtUp();
}
