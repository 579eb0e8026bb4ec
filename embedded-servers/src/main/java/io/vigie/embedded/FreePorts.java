package io.vigie.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback that nobody listens on. */
public final class FreePorts {
    /** Below the ports that systems give to outgoing connections, of which one could take a port between finding and binding it. */
    private static final int FIRST = 12_000;

    private static final int END = 32_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /**
     * Finds {@code count} different ports that are free now. They are not reserved: bind them soon.
     *
     * @throws UncheckedIOException where the machine has none left
     */
    public static List<Integer> find(int count) {
        return findBut(Set.of(), count);
    }

    /** The same, and none of those that may be free still, but that somebody else is about to bind. */
    public static List<Integer> findBut(Set<Integer> promised, int count) {
        List<ServerSocket> held = new ArrayList<>(count);
        try {
            for (int tries = 0; held.size() < count && tries < TRIES; tries++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, END);
                if (!promised.contains(port)) {
                    hold(port).ifPresent(held::add);
                }
            }
            if (held.size() < count) {
                throw new UncheckedIOException(
                        new IOException("No free port on loopback from " + FIRST + " to " + END));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static Optional<ServerSocket> hold(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether nobody listens on {@code port} of loopback now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code port} itself, or a free one for 0. */
    static int orFree(int port) {
        return port == 0 ? find(1).getFirst() : port;
    }

    /** Fails with one clear line when somebody listens on {@code port}. */
    static void check(String server, int port) {
        if (!isFree(port)) {
            throw new EmbeddedServerException(server + " can't listen on port " + port + ", which is in use");
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
