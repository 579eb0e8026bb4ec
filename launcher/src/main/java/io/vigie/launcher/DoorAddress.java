package io.vigie.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;

/** Whether the door can be where it shall be. */
final class DoorAddress {
    private static final int FIRST_FOR_EVERYBODY = 1024;

    private DoorAddress() {}

    /**
     * Tries the address out.
     *
     * @throws StartFailure that says what is in the way
     */
    static void check(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                throw new StartFailure(address.getHostAddress()
                        + " is no address of this machine: give one that is with --listen (0.0.0.0 for all).");
            }
            socket.bind(new InetSocketAddress(address, port));
        } catch (SocketException e) {
            throw new StartFailure(
                    port < FIRST_FOR_EVERYBODY && String.valueOf(e.getMessage()).contains("ermission")
                            ? "You may not use port " + port + ": choose one from " + FIRST_FOR_EVERYBODY
                                    + " on with --port N."
                            : "Port " + port + " is in use: stop what listens there, or choose another with --port N.",
                    e);
        } catch (IOException e) {
            throw new StartFailure("Can't listen on port " + port + ": " + e.getMessage(), e);
        }
    }
}
