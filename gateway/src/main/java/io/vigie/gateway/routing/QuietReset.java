package io.vigie.gateway.routing;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** A service that resets its connection has closed it: who waits for an answer hears of that, the log need not. */
@Sharable
final class QuietReset extends ChannelInboundHandlerAdapter {

    static final QuietReset INSTANCE = new QuietReset();

    private QuietReset() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        if (error instanceof IOException) {
            context.close();
        } else {
            context.fireExceptionCaught(error);
        }
    }
}
