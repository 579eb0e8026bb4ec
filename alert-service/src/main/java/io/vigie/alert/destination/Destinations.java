package io.vigie.alert.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks hosts up, once per attempt, and refuses those that may not be reached. Who connects uses the very addresses that were
 * checked. Thread-safe; blocks while the system's resolver does.
 */
public final class Destinations {

    /** Finds the addresses of a host. */
    @FunctionalInterface
    public interface Resolver {

        /** All of them, at least one. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Set<String> allowedHosts;
    private final Resolver resolver;

    /** Hosts that may be anywhere, by their names as they stand in addresses; and how hosts are found. */
    public Destinations(Set<String> allowedHosts, Resolver resolver) {
        this.allowedHosts = allowedHosts.stream().map(Destinations::normal).collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
    }

    /** Whether an admin allows the host wherever it is. */
    public boolean isAllowed(String host) {
        return allowedHosts.contains(normal(host));
    }

    /**
     * The addresses to connect to.
     *
     * @param trusted whether the destination was set on the machine itself
     * @throws RefusedAddressException where one of them is not public, and the host neither trusted nor allowed
     */
    public List<InetAddress> resolve(String host, boolean trusted)
            throws UnknownHostException, RefusedAddressException {
        List<InetAddress> addresses = List.of(resolver.resolve(normal(host)));
        for (InetAddress address : addresses) {
            check(host, address, trusted);
        }
        return addresses;
    }

    /** Refuses one address by the same rule. */
    public void check(String host, InetAddress address, boolean trusted) throws RefusedAddressException {
        if (!trusted && !isAllowed(host) && !PublicAddresses.contain(address)) {
            throw new RefusedAddressException(host);
        }
    }

    private static String normal(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return (plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain).toLowerCase(Locale.ROOT);
    }
}
