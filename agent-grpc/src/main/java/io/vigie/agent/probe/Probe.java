package io.vigie.agent.probe;

import java.io.IOException;

/** Reads one part of the machine. For one thread. */
interface Probe {

    /** What it reads, for people. */
    String name();

    /**
     * Adds what there is now; what this machine does not have is left out.
     *
     * @throws IOException where something that should be there can't be read
     */
    void read(Readings into) throws IOException;
}
