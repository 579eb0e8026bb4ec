package io.vigie.agent.buffer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.agent.clock.Dating;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a segment file is made of: entries. On disk: magic (4 bytes), length of the body (4), CRC32C of the body (4), then the body,
 * whose first byte is the kind. Numbers are big endian.
 */
sealed interface Entry {

    /** Begins every entry, so that the next good one is found behind damage. */
    int MAGIC = 0x56674652;

    /** Bytes in front of a body. */
    int HEADER = 12;

    /** The largest body: a frame of 1 MiB or a schema of 2,000 long columns, with room to spare. */
    int MOST_BODY = 4 << 20;

    /** A frame; its epoch stands in the segment's name. */
    record Measured(long seq, Moment at, Frame frame) implements Entry {}

    /** The columns of the frames behind it. */
    record Declared(Schema schema) implements Entry {}

    /** How the frames of a boot are dated. */
    record Dated(Dating dating) implements Entry {}

    /** Every frame up to here is acknowledged. */
    record Acknowledged(Position position) implements Entry {}

    /** The highest seq of an epoch whose last frames may be gone. */
    record Ended(Position last) implements Entry {}

    /** Frames of one epoch, one after another, that are never sent. */
    record Discarded(Position first, long lastSeq) implements Entry {}

    byte MEASURED = 1;
    byte DECLARED = 2;
    byte DATED = 3;
    byte ACKNOWLEDGED = 4;
    byte ENDED = 5;
    byte DISCARDED = 6;

    /** The entry as it goes to disk, ready to be written. */
    default ByteBuffer encode() {
        byte[] message = new byte[0];
        if (this instanceof Measured measured) {
            message = measured.frame().toByteArray();
        } else if (this instanceof Declared declared) {
            message = declared.schema().toByteArray();
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER + 64 + message.length).position(HEADER);
        putBody(out);
        out.put(message);
        int body = out.position() - HEADER;
        out.flip();
        out.putInt(0, MAGIC).putInt(4, body).putInt(8, crc(out.slice(HEADER, body)));
        return out;
    }

    private void putBody(ByteBuffer out) {
        if (this instanceof Measured it) {
            out.put(MEASURED).putLong(it.seq());
            putBoot(out, it.at().boot())
                    .putLong(it.at().sinceBoot())
                    .putLong(it.at().wall());
            out.put(flag(it.at().synchronised()));
        } else if (this instanceof Declared) {
            out.put(DECLARED);
        } else if (this instanceof Dated it) {
            putBoot(out.put(DATED), it.dating().boot());
            out.putLong(it.dating().fromEpoch())
                    .putLong(it.dating().fromSeq())
                    .putLong(it.dating().offset());
            out.put(flag(it.dating().estimated()));
        } else if (this instanceof Acknowledged it) {
            out.put(ACKNOWLEDGED)
                    .putLong(it.position().epoch())
                    .putLong(it.position().seq());
        } else if (this instanceof Ended it) {
            out.put(ENDED).putLong(it.last().epoch()).putLong(it.last().seq());
        } else if (this instanceof Discarded it) {
            out.put(DISCARDED)
                    .putLong(it.first().epoch())
                    .putLong(it.first().seq())
                    .putLong(it.lastSeq());
        }
    }

    private static ByteBuffer putBoot(ByteBuffer out, UUID boot) {
        return out.putLong(boot.getMostSignificantBits()).putLong(boot.getLeastSignificantBits());
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    static int crc(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /**
     * Reads a body whose CRC is right.
     *
     * @throws InvalidProtocolBufferException where it is of no known form all the same
     */
    static Entry decode(ByteBuffer body) throws InvalidProtocolBufferException {
        try {
            byte kind = body.get();
            return switch (kind) {
                case MEASURED -> new Measured(body.getLong(), moment(body), Frame.parseFrom(body));
                case DECLARED -> new Declared(Schema.parseFrom(body));
                case DATED ->
                    new Dated(new Dating(boot(body), body.getLong(), body.getLong(), body.getLong(), body.get() == 1));
                case ACKNOWLEDGED -> new Acknowledged(new Position(body.getLong(), body.getLong()));
                case ENDED -> new Ended(new Position(body.getLong(), body.getLong()));
                case DISCARDED -> new Discarded(new Position(body.getLong(), body.getLong()), body.getLong());
                default -> throw new InvalidProtocolBufferException("entry of unknown kind " + kind);
            };
        } catch (BufferUnderflowException e) {
            throw new InvalidProtocolBufferException("entry too short");
        }
    }

    private static UUID boot(ByteBuffer body) {
        return new UUID(body.getLong(), body.getLong());
    }

    private static Moment moment(ByteBuffer body) {
        return new Moment(boot(body), body.getLong(), body.getLong(), body.get() == 1);
    }
}
