package io.vigie.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be stopped the other way round; also while the rest is still starting. */
final class Running implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Keeps a part that has just been started.
     *
     * @throws StartFailure where everything is being stopped already; the part is closed then
     */
    <T extends AutoCloseable> T add(String name, T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(new Part(name, part));
                return part;
            }
        }
        close(new Part(name, part));
        throw new StartFailure("Stopped while starting.");
    }

    /** Stops everything, the latest first; a second call does nothing. */
    @Override
    public void close() {
        Deque<Part> open;
        synchronized (parts) {
            closed = true;
            open = new ArrayDeque<>(parts);
            parts.clear();
        }
        open.forEach(Running::close);
    }

    private static void close(Part part) {
        long begun = System.nanoTime();
        try {
            part.closeable().close();
            log.info("Stopped {} in {} ms", part.name(), (System.nanoTime() - begun) / 1_000_000);
        } catch (Exception e) { // what AutoCloseable declares; the others must be stopped all the same
            log.error("Could not stop {}", part.name(), e);
        }
    }
}
