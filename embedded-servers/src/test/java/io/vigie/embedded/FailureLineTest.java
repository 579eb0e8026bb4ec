package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FailureLineTest {

    @Test
    void aPortThatSomebodyElseTookIsNoDamage() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Throwable refused =
                    catchThrowable(() -> new ServerSocket(other.getLocalPort(), 1, InetAddress.getLoopbackAddress()));
            assertThat(FailureLine.ofPort("Kafka", 1, 2, new IllegalStateException("fatal", refused)))
                    .contains("Kafka can't listen on port 1 or 2 (Address already in use): start again.");
        }
    }

    @Test
    void anythingElseIsNoTakenPort() {
        assertThat(FailureLine.ofPort("Kafka", 1, 2, new IllegalStateException("fatal", new IOException("bad record"))))
                .isEmpty();
    }
}
