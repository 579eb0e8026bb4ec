package io.vigie.alert.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

    private final Destinations destinations = new Destinations(Set.of("Mattermost.lan"), DestinationsTest::lookUp);

    /** A name service of which some names are an attacker's. */
    private static InetAddress[] lookUp(String host) throws UnknownHostException {
        return switch (host) {
            case "loopback.example" -> addresses("127.0.0.1");
            case "half.example" -> addresses("93.184.215.14", "10.0.0.7");
            case "good.example" -> addresses("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c");
            case "mattermost.lan" -> addresses("192.168.1.20");
            case "missing.example" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "[::1]",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.1.2.3",
                "[::ffff:7f00:1]",
                "64:ff9b::7f00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "localhost",
                "loopback.example",
                "half.example",
            })
    void whatIsNotPublicIsRefusedToWhomeverTypesIt(String host) {
        assertThatThrownBy(() -> destinations.resolve(host, false)).isInstanceOf(RefusedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good.example",
                "93.184.215.14",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "11.0.0.1",
                "2606:4700::1111",
                "[2a00:1450:4007:80e::200e]",
                "mattermost.lan",
                "MATTERMOST.LAN."
            })
    void whatIsPublicOrAllowedByNameIsReached(String host) throws Exception {
        assertThat(destinations.resolve(host, false)).isNotEmpty();
    }

    @Test
    void whatWasSetOnTheMachineMayBeAnywhere() throws Exception {
        assertThat(destinations.resolve("127.0.0.1", true)).hasSize(1);
    }

    @Test
    void theAddressOfAnAllowedHostIsNotAllowedByItself() {
        assertThatThrownBy(() -> destinations.resolve("192.168.1.20", false))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageContaining("vigie.alert.allowed-hosts");
    }

    @Test
    void aHostThatThereIsNotIsAnotherMatter() {
        assertThatThrownBy(() -> destinations.resolve("missing.example", false))
                .isInstanceOf(UnknownHostException.class);
    }
}
