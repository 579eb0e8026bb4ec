package io.vigie.ingest.stream;

import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a stream that are not acknowledged yet, in the order in which they came. A frame is acknowledged when it and all
 * before it are settled: durable, or rejected for good. Not for several threads at once.
 */
final class AckLedger {

    /** A frame that is not acknowledged. */
    static final class Ticket {
        private final long epoch;
        private final long seq;
        private final int bytes;
        private final @Nullable Rejection rejection;
        private boolean settled;

        private Ticket(long epoch, long seq, int bytes, @Nullable Rejection rejection) {
            this.epoch = epoch;
            this.seq = seq;
            this.bytes = bytes;
            this.rejection = rejection;
            this.settled = rejection != null;
        }
    }

    private final Deque<Ticket> tickets = new ArrayDeque<>();
    private long lastEpoch;
    private long lastSeq;
    private long bytes;

    /** Whether a frame with this number may come now: numbers only grow, epoch before seq. */
    boolean isNext(long epoch, long seq) {
        return epoch > lastEpoch || (epoch == lastEpoch && seq > lastSeq);
    }

    /** The number of the last frame, for people. */
    String last() {
        return "epoch " + lastEpoch + ", seq " + lastSeq;
    }

    /** Enters a frame that goes to Kafka. */
    Ticket enter(long epoch, long seq, int size) {
        return add(new Ticket(epoch, seq, size, null));
    }

    /** Enters a frame that is not taken. */
    void reject(long epoch, long seq, String code, String detail) {
        add(new Ticket(
                epoch,
                seq,
                0,
                Rejection.newBuilder()
                        .setSeq(seq)
                        .setCode(code)
                        .setDetail(detail)
                        .build()));
    }

    private Ticket add(Ticket ticket) {
        tickets.add(ticket);
        lastEpoch = ticket.epoch;
        lastSeq = ticket.seq;
        bytes += ticket.bytes;
        return ticket;
    }

    /** Kafka has the frame. */
    void settle(Ticket ticket) {
        ticket.settled = true;
    }

    /** What can be acknowledged now, one message per epoch; each is handed over once. */
    List<Ack> takeAcks() {
        List<Ack> acks = new ArrayList<>(1);
        Ack.@Nullable Builder ack = null;
        for (Ticket head = tickets.peek(); head != null && head.settled; head = tickets.peek()) {
            tickets.remove();
            bytes -= head.bytes;
            if (ack != null && ack.getEpoch() != head.epoch) {
                acks.add(ack.build());
                ack = null;
            }
            if (ack == null) {
                ack = Ack.newBuilder().setEpoch(head.epoch);
            }
            ack.setUpToSeq(head.seq);
            if (head.rejection != null) {
                ack.addRejected(head.rejection);
            }
        }
        if (ack != null) {
            acks.add(ack.build());
        }
        return acks;
    }

    /** How many frames are not acknowledged. */
    int frames() {
        return tickets.size();
    }

    /** How many bytes are not acknowledged. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }
}
