package io.vigie.e2e;

import io.vigie.proto.agent.v1.Ack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * An agent that keeps what is not acknowledged and sends it again, and that sometimes takes no notice of an acknowledgement, as
 * if it had got lost on its way. The value of frame {@code seq} is {@code seq}, its moment {@code begin + seq * 1000}.
 */
final class TestAgent implements Runnable {

    private static final int WINDOW = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final String key;
    private final String source;
    private final long begin;
    private final Random random;
    private final Deque<Long> unacknowledged = new ArrayDeque<>();
    private volatile long acknowledged;
    private volatile long sent;
    private volatile long repeated;
    private volatile boolean stopping;

    TestAgent(int port, String key, String source, long begin, long seed) {
        this.port = port;
        this.key = key;
        this.source = source;
        this.begin = begin;
        this.random = new Random(seed);
    }

    String source() {
        return source;
    }

    /** Every frame up to here was acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** No frame beyond this one was ever sent. */
    long sent() {
        return sent;
    }

    /** How many frames were sent a second time. */
    long repeated() {
        return repeated;
    }

    long timeOf(long seq) {
        return begin + seq * 1000;
    }

    /** Ends the stream that is open now, and opens no other. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (Uplink uplink = Uplink.open(port, key, source)) {
                if (uplink.begin()) {
                    repeat(uplink);
                    stream(uplink);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void repeat(Uplink uplink) {
        long count = repeated;
        for (long seq : unacknowledged) {
            uplink.send(seq, timeOf(seq), seq);
            count++;
        }
        repeated = count;
    }

    private void stream(Uplink uplink) throws InterruptedException {
        long last = sent;
        while (!stopping) {
            while (unacknowledged.size() < WINDOW) {
                last++;
                sent = last;
                unacknowledged.add(last);
                uplink.send(last, timeOf(last), last);
            }
            Ack ack = uplink.nextAck(PATIENCE);
            if (ack == null || isLost()) {
                return;
            }
            take(ack);
        }
    }

    private boolean isLost() {
        return random.nextInt(200) == 0;
    }

    private void take(Ack ack) {
        while (!unacknowledged.isEmpty() && unacknowledged.peekFirst() <= ack.getUpToSeq()) {
            acknowledged = unacknowledged.removeFirst();
        }
    }
}
