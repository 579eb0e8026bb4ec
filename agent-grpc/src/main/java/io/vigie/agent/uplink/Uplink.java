package io.vigie.agent.uplink;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.stub.MetadataUtils;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.clock.AgentClock;
import io.vigie.proto.ApiKey;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import io.vigie.proto.agent.v1.Hello;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream to the server and sends over it what is in the buffer, again and again until it is acknowledged.
 *
 * <p>Everything happens on the executor's one thread; {@link #wake()} may come from any.
 */
public final class Uplink {

    private static final System.Logger LOG = System.getLogger(Uplink.class.getName());
    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final Endpoint endpoint;
    private final Credentials credentials;
    private final Supplier<Hello> hello;
    private final FrameBuffer buffer;
    private final Timings timings;
    private final FirstSend firstSend;
    private final ScheduledExecutorService executor;
    private final ClockRule clockRule;
    private final Backoff backoff;
    private final Refusals refusals = new Refusals();
    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("vigie-agent-net", true));
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable ManagedChannel channel;
    private @Nullable AgentStream stream;
    private boolean closed;

    /**
     * Prepares; nothing is sent before {@link #start()}.
     *
     * @param hello what the agent says of itself; asked at each connection
     * @param executor its one thread
     */
    public Uplink(
            Endpoint endpoint,
            Credentials credentials,
            Supplier<Hello> hello,
            FrameBuffer buffer,
            AgentClock clock,
            Timings timings,
            FirstSend firstSend,
            ScheduledExecutorService executor) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.hello = hello;
        this.buffer = buffer;
        this.timings = timings;
        this.firstSend = firstSend;
        this.executor = executor;
        this.clockRule = new ClockRule(buffer, clock);
        this.backoff = new Backoff(timings.leastBackoff(), timings.mostBackoff(), RandomGenerator.getDefault());
    }

    /** Begins to connect, and to send a heartbeat at each interval while connected. */
    public void start() {
        executor.execute(this::connect);
        long millis = timings.heartbeat().toMillis();
        executor.scheduleAtFixedRate(this::heartbeat, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** There is something new in the buffer. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            executor.execute(() -> {
                woken.set(false);
                AgentStream open = stream;
                if (open != null) {
                    open.send();
                }
            });
        }
    }

    private void heartbeat() {
        AgentStream open = stream;
        if (open != null) {
            open.heartbeat();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            Credentials.Result result = credentials.obtain();
            if (result instanceof Credentials.Result.Usable usable) {
                open(usable.key());
            } else if (result instanceof Credentials.Result.NotYet notYet) {
                failed(notYet.reason(), notYet.retryAfter());
            }
        } catch (IOException e) {
            failed(Reasons.of(e), Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(ApiKey key) {
        ManagedChannel to = channel;
        if (to == null) {
            to = Channels.open(endpoint.host(), endpoint.port(), endpoint.tls(), endpoint.trust(), loop);
            channel = to;
        }
        // The wait between two attempts is ours.
        to.resetConnectBackoff();
        Metadata headers = new Metadata();
        headers.put(API_KEY, key.reveal());
        AgentStream opening =
                new AgentStream(buffer, clockRule, executor, timings.answer(), refusals, new StreamListener());
        stream = opening;
        opening.open(
                AgentServiceGrpc.newStub(to).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)),
                hello.get());
    }

    private final class StreamListener implements AgentStream.Listener {
        @Override
        public void progressed(AgentStream.Progress progress) {
            onProgress(progress);
        }

        @Override
        public void ended(AgentStream of, Throwable failure, boolean dropped) {
            Uplink.this.ended(of, failure, dropped);
        }
    }

    private void onProgress(AgentStream.Progress progress) {
        if (backoff.failures() > 0) {
            LOG.log(Level.INFO, "Connected again after " + backoff.failures() + " failed attempts");
        }
        backoff.succeeded();
        firstSend.worked(progress);
    }

    private void ended(AgentStream of, Throwable failure, boolean dropped) {
        if (of != stream) {
            return;
        }
        stream = null;
        Status status = Status.fromThrowable(failure);
        if (dropped || status.getCode() == Status.Code.UNAUTHENTICATED && isKeyNew()) {
            reconnectAfter(backoff.next(Duration.ZERO));
        } else {
            failed(Reasons.of(status), Reasons.retryAfter(failure));
        }
    }

    private boolean isKeyNew() {
        try {
            return credentials.refused();
        } catch (IOException e) {
            LOG.log(Level.WARNING, Reasons.of(e));
            return false;
        }
    }

    private void failed(String reason, Duration retryAfter) {
        if (closed) {
            return;
        }
        if (!firstSend.failed(reason) && backoff.failures() == 0) {
            LOG.log(Level.WARNING, "Not connected to " + endpoint.host() + ":" + endpoint.port() + ": " + reason);
        }
        reconnectAfter(backoff.next(retryAfter));
    }

    private void reconnectAfter(Duration wait) {
        executor.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the stream and the connection within 1 s; on the executor's thread. */
    public void close() throws InterruptedException {
        closed = true;
        AgentStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
        ManagedChannel to = channel;
        if (to != null && !to.shutdown().awaitTermination(1, TimeUnit.SECONDS)) {
            to.shutdownNow();
        }
        loop.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS);
    }
}
