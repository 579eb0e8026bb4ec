package io.vigie.agent.probe;

import java.io.IOException;
import java.util.List;

/** Runs tools of the system. */
@FunctionalInterface
interface Commands {

    /**
     * Runs a program without a shell and returns what it prints.
     *
     * @param command the program and its arguments
     * @throws IOException where it is missing, fails, or does not end in time
     */
    String run(List<String> command) throws IOException;
}
