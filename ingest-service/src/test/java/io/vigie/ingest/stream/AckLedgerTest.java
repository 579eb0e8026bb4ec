package io.vigie.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.stream.AckLedger.Ticket;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.Rejection;
import org.junit.jupiter.api.Test;

class AckLedgerTest {

    private final AckLedger ledger = new AckLedger();

    @Test
    void acknowledgesNothingBeyondWhatStillWaits() {
        Ticket first = ledger.enter(1, 1, 10);
        Ticket second = ledger.enter(1, 2, 20);
        ledger.settle(second);

        assertThat(ledger.takeAcks()).isEmpty();
        assertThat(ledger.frames()).isEqualTo(2);
        assertThat(ledger.bytes()).isEqualTo(30);

        ledger.settle(first);
        assertThat(ledger.takeAcks())
                .containsExactly(Ack.newBuilder().setEpoch(1).setUpToSeq(2).build());
        assertThat(ledger.takeAcks()).isEmpty();
        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.bytes()).isZero();
    }

    @Test
    void aRejectionIsToldInItsPlace() {
        Ticket first = ledger.enter(1, 1, 10);
        ledger.reject(1, 2, "bad_scale", "scales[0]");
        assertThat(ledger.takeAcks()).isEmpty();

        ledger.settle(first);

        assertThat(ledger.takeAcks())
                .containsExactly(Ack.newBuilder()
                        .setEpoch(1)
                        .setUpToSeq(2)
                        .addRejected(Rejection.newBuilder()
                                .setSeq(2)
                                .setCode("bad_scale")
                                .setDetail("scales[0]"))
                        .build());
    }

    @Test
    void eachEpochIsAcknowledgedByItself() {
        ledger.settle(ledger.enter(6, 40, 1));
        ledger.settle(ledger.enter(6, 41, 1));
        ledger.settle(ledger.enter(7, 1, 1));

        assertThat(ledger.takeAcks())
                .containsExactly(
                        Ack.newBuilder().setEpoch(6).setUpToSeq(41).build(),
                        Ack.newBuilder().setEpoch(7).setUpToSeq(1).build());
    }

    @Test
    void numbersOnlyGrow() {
        ledger.enter(6, 40, 1);

        assertThat(ledger.isNext(6, 41)).isTrue();
        assertThat(ledger.isNext(7, 1)).isTrue();
        assertThat(ledger.isNext(6, 40)).isFalse();
        assertThat(ledger.isNext(5, 99)).isFalse();
        assertThat(ledger.last()).isEqualTo("epoch 6, seq 40");
    }
}
