package io.vigie.launcher;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one shutdown hook: everything is stopped in order, or given up after 9 s. */
final class Stop implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Logger log = LoggerFactory.getLogger(Stop.class);

    private final Running running;
    private final DataFolder data;

    Stop(Running running, DataFolder data) {
        this.running = running;
        this.data = data;
    }

    @Override
    public void run() {
        Thread stopping = Thread.ofPlatform().daemon().name("stopping").start(running::close);
        try {
            if (!stopping.join(PATIENCE)) {
                log.warn("Not everything stopped within {} s; the rest is cut off", PATIENCE.toSeconds());
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            }
            data.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("Could not release the folder", e);
        }
    }
}
