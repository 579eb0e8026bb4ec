package io.vigie.agent.sampling;

import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.clock.AgentClock;
import io.vigie.agent.clock.Moment;
import io.vigie.agent.probe.Machine;
import io.vigie.agent.probe.Readings;
import io.vigie.proto.metrics.v1.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Reads the machine into the buffer. For one thread. */
public final class Sampler {

    private final Machine machine;
    private final AgentClock clock;
    private final FrameBuffer buffer;
    private final Runnable onSample;
    private final ColumnList columns;
    private Set<String> crossed = Set.of();

    /**
     * Reads the list of columns, and the machine once, so that the first sample has rates.
     *
     * @param columnFile where that list is kept
     * @param onSample is told when a frame is on disk
     * @throws IOException where the list is there and can't be read
     */
    public Sampler(Machine machine, AgentClock clock, FrameBuffer buffer, Path columnFile, Runnable onSample)
            throws IOException {
        this.machine = machine;
        this.clock = clock;
        this.buffer = buffer;
        this.onSample = onSample;
        this.columns = new ColumnList(columnFile);
        machine.readAll();
    }

    /** Takes a sample; it is on disk when this returns. */
    public void sample() {
        Moment at = clock.now();
        Readings readings = machine.readAll();
        crossed = Thresholds.crossed(readings);
        Frame frame = columns.frame(readings.values());
        buffer.append(at, columns.schema(), frame);
        buffer.force();
        onSample.run();
    }

    /** Takes a sample if a value crossed its limit since the last look, in either direction. */
    public void watch() {
        if (!Thresholds.crossed(machine.readWatched()).equals(crossed)) {
            sample();
        }
    }
}
