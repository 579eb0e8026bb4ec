package io.vigie.agent.buffer;

import java.io.IOException;
import java.nio.file.Path;

/** A process that appends for ever, and prints each seq once the frame is on disk; for tests that kill it. */
public final class AppendingProcess {

    private AppendingProcess() {}

    /** First argument: the buffer's folder. */
    public static void main(String[] arguments) throws IOException {
        FrameBuffer buffer = FrameBuffer.open(Path.of(arguments[0]), 64 << 20, () -> Frames.at(0));
        for (long value = 1; ; value++) {
            Position position = Frames.append(buffer, value);
            System.out.println(position.epoch() + " " + position.seq());
        }
    }
}
