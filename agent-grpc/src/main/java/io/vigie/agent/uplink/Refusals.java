package io.vigie.agent.uplink;

import com.google.protobuf.ByteString;
import io.vigie.agent.buffer.Position;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the server refuses for good by ending the stream, so that it does not stop what is behind it: after such an end frames are sent
 * one at a time, and the one that ends the stream again is to blame. Outlives the streams. For one thread.
 */
final class Refusals {

    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int MOST_SCHEMAS = 1000;

    private final Set<ByteString> schemas = new LinkedHashSet<>();
    private boolean careful;
    private long dropped;

    /** Whether only one frame may be on its way. */
    boolean isCareful() {
        return careful;
    }

    /** One of several frames on their way is refused. */
    void suspect() {
        careful = true;
    }

    /** A frame got through. */
    void accepted() {
        careful = false;
        if (dropped > 0) {
            LOG.log(Level.WARNING, dropped + " frames were dropped in all, because the server refuses them");
            dropped = 0;
        }
    }

    /** The server refuses these columns, so that no frame that has them needs to be sent. */
    void refusedSchema(ByteString id) {
        if (schemas.size() < MOST_SCHEMAS) {
            schemas.add(id);
        }
    }

    boolean refusesSchema(ByteString id) {
        return schemas.contains(id);
    }

    /** Says so once, until a frame gets through again. */
    void dropped(Position position, String why) {
        dropped++;
        if (dropped == 1) {
            LOG.log(
                    Level.WARNING,
                    "The server refuses a frame for good; it is dropped (epoch " + position.epoch() + ", seq "
                            + position.seq() + "): " + why);
        }
    }
}
