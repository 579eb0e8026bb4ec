package io.vigie.agent.uplink;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The connection to the server. */
final class Channels {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int WINDOW = 64 << 10;
    private static final int LARGEST_ANSWER = 256 << 10;

    private Channels() {}

    /**
     * A channel on an event loop of ours; it connects when it is first used.
     *
     * @param trust what to trust; null: the JDK's own
     */
    static ManagedChannel open(
            String host, int port, boolean tls, TrustManager @Nullable [] trust, EventLoopGroup loop) {
        return NettyChannelBuilder.forAddress(host, port, credentials(tls, trust))
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .directExecutor()
                .disableRetry()
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(LARGEST_ANSWER)
                // A connection that is dead is noticed within 30 s; the server allows a ping each 15 s.
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(8, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(false)
                .build();
    }

    private static ChannelCredentials credentials(boolean tls, TrustManager @Nullable [] trust) {
        if (!tls) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        return trust == null ? builder.build() : builder.trustManager(trust).build();
    }
}
