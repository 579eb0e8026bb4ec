package io.vigie.gateway.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerState;

/**
 * Limits how many connections are open at once, and how long a client may take from the first byte of a request, TLS included,
 * to the end of its headers. What takes longer is closed, however steadily it drips.
 */
final class ConnectionGuard implements NettyServerCustomizer {

    private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final AttributeKey<HeadDeadline> DEADLINE = AttributeKey.valueOf(ConnectionGuard.class, "deadline");
    private static final int STREAMS_PER_CONNECTION = 256;

    private final int most;
    private final Duration head;
    private final int maxHeaderBytes;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionGuard(int most, Duration head, int maxHeaderBytes) {
        this.most = most;
        this.head = head;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, remote) -> admit(channel))
                .childObserve(this::follow)
                .http2Settings(settings ->
                        settings.maxConcurrentStreams(STREAMS_PER_CONNECTION).maxHeaderListSize(maxHeaderBytes));
    }

    private void admit(Channel channel) {
        channel.pipeline().addLast(UnreadableRequests.INSTANCE);
        if (channel.parent() == null || channel.parent() instanceof io.netty.channel.ServerChannel) {
            int now = open.incrementAndGet();
            channel.closeFuture().addListener(closed -> open.decrementAndGet());
            if (now > most) {
                log.debug("Closed at once: {} connections are open", most);
                channel.close();
                return;
            }
            HeadDeadline deadline = new HeadDeadline(head);
            channel.attr(DEADLINE).set(deadline);
            channel.pipeline().addFirst(deadline);
            ChannelHandlerContext upgrades = channel.pipeline().context(HttpServerUpgradeHandler.class);
            if (upgrades != null) {
                channel.pipeline().addBefore(upgrades.name(), null, NoUpgradeToHttp2.INSTANCE);
            }
        }
    }

    private void follow(Connection connection, ConnectionObserver.State state) {
        Channel channel = connection.channel();
        HeadDeadline own = channel.attr(DEADLINE).get();
        if (own != null) {
            if (state == HttpServerState.REQUEST_RECEIVED) {
                own.headIsComplete();
            } else if (state == HttpServerState.DISCONNECTING) {
                own.requestIsDone();
            }
        } else if (channel.parent() != null && state == HttpServerState.REQUEST_RECEIVED) {
            HeadDeadline ofConnection = channel.parent().attr(DEADLINE).get();
            if (ofConnection != null) {
                ofConnection.isMultiplexed();
            }
        }
    }

    /**
     * Of one connection. Over HTTP/2 it ends with the first request: from then on requests share the connection, and Netty
     * limits how many small pieces a header may come in.
     */
    private static final class HeadDeadline extends ChannelDuplexHandler {

        private final Duration head;
        private @Nullable Future<?> running;
        private boolean awaitingHead = true;
        private boolean multiplexed;

        HeadDeadline(Duration head) {
            this.head = head;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (awaitingHead && !multiplexed && running == null) {
                running = context.executor()
                        .schedule(
                                () -> {
                                    log.debug("Closed: the headers did not come within {}", head);
                                    context.close();
                                },
                                head.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            context.fireChannelRead(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            cancel();
            context.fireChannelInactive();
        }

        /** A client that is gone: nobody needs to hear of it but the handlers that see the connection close. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            if (error instanceof IOException) {
                log.debug("Closed by the client: {}", error.toString());
                context.close();
            } else {
                context.fireExceptionCaught(error);
            }
        }

        void headIsComplete() {
            awaitingHead = false;
            cancel();
        }

        void requestIsDone() {
            awaitingHead = true;
        }

        void isMultiplexed() {
            multiplexed = true;
            cancel();
        }

        private void cancel() {
            if (running != null) {
                running.cancel(false);
                running = null;
            }
        }
    }
}
