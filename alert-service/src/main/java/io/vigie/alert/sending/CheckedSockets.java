package io.vigie.alert.sending;

import io.vigie.alert.destination.Destinations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;

/**
 * Sockets of one attempt. Each looks at the very address that it is told to connect to, after the name was looked up and before a
 * byte is sent; all of them can be closed from outside when the time is over.
 */
final class CheckedSockets extends SocketFactory {

    private final Destinations destinations;
    private final String host;
    private final boolean trusted;
    private final List<Socket> made = new CopyOnWriteArrayList<>();

    CheckedSockets(Destinations destinations, String host, boolean trusted) {
        this.destinations = destinations;
        this.host = host;
        this.trusted = trusted;
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket() {
            @Override
            public void connect(SocketAddress address, int timeout) throws IOException {
                if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
                    destinations.check(host, inet.getAddress(), trusted);
                    super.connect(address, timeout);
                } else {
                    throw new java.net.UnknownHostException(host);
                }
            }
        };
        made.add(socket);
        return socket;
    }

    /** Ends whatever waits on them. */
    void closeAll() {
        for (Socket socket : made) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }

    @Override
    public Socket createSocket(String name, int port) throws IOException {
        return connected(new InetSocketAddress(name, port));
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(name, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address, 0);
        return socket;
    }
}
