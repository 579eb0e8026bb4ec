package io.vigie.gateway.door;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Answers a client that offers to change from HTTP/1.1 to HTTP/2 (Java's own does, with each first request) in HTTP/1.1. To accept,
 * the server would have to hold the whole body in memory first, and refuses with 413 what it does not want to hold. Clients that
 * begin with HTTP/2, as gRPC does, are not concerned.
 */
@Sharable
final class NoUpgradeToHttp2 extends ChannelInboundHandlerAdapter {

    static final NoUpgradeToHttp2 INSTANCE = new NoUpgradeToHttp2();

    private NoUpgradeToHttp2() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, "h2c", true)) {
            request.headers().remove(HttpHeaderNames.UPGRADE).remove("HTTP2-Settings");
        }
        context.fireChannelRead(message);
    }
}
