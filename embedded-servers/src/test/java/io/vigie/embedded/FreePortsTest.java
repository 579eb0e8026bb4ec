package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    /** The first port that Linux gives to an outgoing connection. */
    private static final int EPHEMERAL = 32_768;

    @Test
    void findsDifferentPortsThatNoOutgoingConnectionGets() throws Exception {
        List<Integer> ports = FreePorts.find(20);
        assertThat(ports).hasSize(20).doesNotHaveDuplicates().allMatch(port -> port < EPHEMERAL);
        try (ServerSocket taken = new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
        }
        assertThat(FreePorts.isFree(ports.getFirst())).isTrue();
    }

    @Test
    void leavesOutWhatIsPromisedToOthersThoughItIsFree() {
        Set<Integer> promised = IntStream.range(0, 22_000).boxed().collect(Collectors.toSet());
        assertThat(FreePorts.findBut(promised, 20)).hasSize(20).doesNotContainAnyElementsOf(promised);
    }
}
