package io.vigie.query.records;

import com.google.protobuf.ByteString;
import io.vigie.frames.Column;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.SchemaId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The topic schemas in memory: the table follows it and puts on the shelf what it reads. */
record SchemaTable(SchemaShelf shelf, ReferenceTable<Boolean> table) implements Schemas {

    @Override
    public Optional<List<Column>> columns(ByteString id) {
        return shelf.columns(SchemaId.hex(id));
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return table.caughtUp();
    }
}
