package io.vigie.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RealServersIT {
    @Test
    void listenAndStayTheSameForTheWholeJvm() throws Exception {
        assertListens("kafka://" + RealKafka.bootstrapServers());
        assertListens(RealMongo.uri("test"));
        assertListens(RealRedis.url());

        assertThat(RealKafka.bootstrapServers()).isEqualTo(RealKafka.bootstrapServers());
        assertThat(RealMongo.uri("test")).isEqualTo(RealMongo.uri("test"));
        assertThat(RealRedis.url()).isEqualTo(RealRedis.url());
    }

    @Test
    void giveEachTestADatabaseOfItsOwn() {
        assertThat(RealMongo.freshDatabase()).isNotEqualTo(RealMongo.freshDatabase());
    }

    private static void assertListens(String address) throws Exception {
        URI uri = URI.create(address);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
