package io.vigie.gateway.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vigie.kit.problem.Problem;
import io.vigie.kit.problem.ProblemCode;
import java.util.List;
import java.util.UUID;

/**
 * Puts problem details into the empty answers that are given to what is no HTTP, exceeds a limit of its head or has no valid
 * address, and closes the connection: no filter ever sees such a request.
 */
@Sharable
final class UnreadableRequests extends ChannelOutboundHandlerAdapter {

    static final UnreadableRequests INSTANCE = new UnreadableRequests();

    private UnreadableRequests() {}

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response && isNettysOwn(response)) {
            FullHttpResponse explained = explained(response);
            response.release();
            context.write(explained, promise);
        } else {
            context.write(message, promise);
        }
    }

    /** What went through our filters has their headers. */
    private static boolean isNettysOwn(FullHttpResponse response) {
        return response.status().code() >= 400
                && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE)
                && !response.headers().contains(HttpHeaderNames.CONTENT_SECURITY_POLICY);
    }

    private static FullHttpResponse explained(FullHttpResponse bare) {
        ProblemCode code = ProblemCode.INVALID_ARGUMENT;
        String traceId = UUID.randomUUID().toString().replace("-", "");
        byte[] body = new Problem(
                        code.type(),
                        code.title(),
                        bare.status().code(),
                        detail(bare.status().code()),
                        "",
                        code.code(),
                        traceId,
                        List.of(),
                        null)
                .toJson();
        FullHttpResponse explained =
                new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(body));
        explained
                .headers()
                .set(bare.headers())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        return explained;
    }

    private static String detail(int status) {
        return switch (status) {
            case 414 -> "The address is longer than the limit";
            case 431 -> "The headers are larger than the limit";
            default -> "This is not a request of HTTP, or its address is not valid";
        };
    }
}
