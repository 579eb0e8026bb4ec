package io.vigie.agent.buffer;

import io.vigie.agent.clock.Moment;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small frames for tests: the value of the first column tells them apart. */
public final class Frames {

    public static final UUID BOOT = new UUID(1, 1);
    public static final long WALL = 1_800_000_000_000L;

    private Frames() {}

    public static Moment at(long sinceBoot) {
        return new Moment(BOOT, sinceBoot, WALL + sinceBoot, false);
    }

    public static Schema schema(int columns) {
        List<Column> list = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            list.add(Column.newBuilder().setName("test.column." + i).build());
        }
        return Schema.newBuilder().setId(SchemaId.of(list)).addAllColumns(list).build();
    }

    public static Frame frame(Schema schema, long value) {
        FrameEncoder encoder = new FrameEncoder(schema.getId(), schema.getColumnsCount(), 0);
        for (int i = 0; i < schema.getColumnsCount(); i++) {
            encoder.set(i, 0, (double) (value + i));
        }
        return encoder.build();
    }

    public static Position append(FrameBuffer buffer, long value) {
        Schema schema = schema(5);
        Position position = buffer.append(at(value), schema, frame(schema, value));
        buffer.force();
        return position;
    }

    public static List<BufferedFrame> rest(FrameBuffer buffer) throws IOException {
        List<BufferedFrame> frames = new ArrayList<>();
        try (FrameReader reader = buffer.reader()) {
            for (@Nullable BufferedFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** The values by which the frames were made. */
    public static List<Long> valuesOf(List<BufferedFrame> frames) {
        return frames.stream().map(frame -> frame.frame().getIntegers(0)).toList();
    }
}
