package io.vigie.agent.clock;

/** Tells the present moment. */
@FunctionalInterface
public interface AgentClock {

    /** The present moment; within one boot {@code sinceBoot} never falls, across processes too. */
    Moment now();
}
