package io.vigie.alert.destination;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses belong to the public Internet, by the special-purpose registries of IANA (RFC 6890). An IPv4 address that is
 * mapped into IPv6 counts as what it is: the JDK makes an {@link Inet4Address} of it.
 */
final class PublicAddresses {

    private record Network(byte[] prefix, int bits) {

        static Network of(String cidr) {
            int slash = cidr.indexOf('/');
            try {
                return new Network(
                        InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress(),
                        Integer.parseInt(cidr.substring(slash + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(cidr, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Within the global unicast space: Teredo, documentation, 6to4 (they lead to IPv4 addresses of any kind).
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** Everything else of IPv6 is loopback, mapped, translated, unique local, link-local, multicast or not given out. */
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = plain(address).getAddress();
        boolean candidate = bytes.length == 4 || GLOBAL_UNICAST.contains(bytes);
        return candidate && NOT_PUBLIC.stream().noneMatch(network -> network.contains(bytes));
    }

    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static List<Network> networks(String... cidrs) {
        return List.of(cidrs).stream().map(Network::of).toList();
    }
}
