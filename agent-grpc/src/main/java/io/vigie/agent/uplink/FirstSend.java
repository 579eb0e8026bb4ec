package io.vigie.agent.uplink;

import java.util.function.Consumer;

/** Says, once each, that the first send failed and that one worked. For one thread. */
public final class FirstSend {

    private final Consumer<String> announcements;
    private boolean failed;
    private boolean worked;

    /** Announces there. */
    public FirstSend(Consumer<String> announcements) {
        this.announcements = announcements;
    }

    void worked(AgentStream.Progress progress) {
        if (!worked) {
            worked = true;
            announcements.accept(progress.rejection()
                    .map(why -> "First send worked, but the server refused the values: " + why)
                    .orElse("First send worked: the server has stored it"));
        }
    }

    /** Returns whether it said so. */
    boolean failed(String reason) {
        if (worked || failed) {
            return false;
        }
        failed = true;
        announcements.accept("First send failed: " + reason + "; trying again, nothing is lost meanwhile");
        return true;
    }
}
