package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.ErrorEvaluation.Said;
import io.vigie.alert.rule.RuleTable;
import io.vigie.alert.rule.Rules;
import io.vigie.alert.storage.Desk;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.PartitionHandler;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges the records of one partition of the topic error-events, or of issues. */
final class ErrorEvaluationConsumer implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorEvaluationConsumer.class);
    private static final Duration REST_EACH = Duration.ofSeconds(10);

    /** What all partitions share; each topic has states of its own. */
    record Parts(
            RuleTable rules,
            StateStore<Watched> states,
            RecordPublisher records,
            EvaluationSettings settings,
            Duration timeout,
            Clock clock,
            EvaluationMeters meters) {}

    private final Parts parts;
    private final int partition;
    private final ErrorEvaluation evaluation;
    private final SourceEvaluation reconciliation = new SourceEvaluation();
    private final Desk<Watched, Said> desk;
    private final SignalPublisher publisher;
    private long position;
    private long reconciledTo = -1;
    private Instant restedAt = Instant.MIN;

    ErrorEvaluationConsumer(AssignedPartition assigned, Parts parts) throws UnavailableException {
        this.parts = parts;
        this.partition = assigned.partition();
        this.position = assigned.position();
        this.evaluation = new ErrorEvaluation(parts.settings().errorQuiet());
        parts.rules().requireReady();
        this.desk = new Desk<>(
                parts.states(),
                new Origin(assigned.topicId().toString(), partition, position),
                (before, said) -> evaluation.judge(
                        before, said, parts.rules().current(), parts.clock().instant()),
                new Desk.Manner<>(Watched::hasOutbox, parts.settings().interval(), parts.timeout()),
                parts.clock());
        this.publisher = new SignalPublisher(parts.records(), parts.timeout());
        desk.load();
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
        Said said = ErrorEvents.read(record);
        desk.add(said.service(), record.offset(), said, record.serializedValueSize());
        position = record.offset() + 1;
    }

    @Override
    public void flush() throws UnavailableException {
        reconcile();
        rest();
        reconcileAgain(desk.writeUrgent().size());
        parts.meters().signalled(publisher.publish(desk));
        reconcileAgain(desk.writeDue().size());
    }

    private void reconcile() {
        Rules rules = parts.rules().current();
        if (rules.revision() != reconciledTo) {
            desk.forEach((id, watched) -> desk.change(
                    id,
                    now -> reconciliation.reconciled(now, rules, parts.clock().instant())));
            reconciledTo = rules.revision();
        }
    }

    private void rest() {
        Instant now = parts.clock().instant();
        if (now.isAfter(restedAt.plus(REST_EACH))) {
            desk.forEach((id, watched) -> desk.change(id, before -> evaluation.rested(before, now)));
            restedAt = now;
        }
    }

    private void reconcileAgain(int conflicts) {
        if (conflicts > 0) {
            reconciledTo = -1;
            restedAt = Instant.MIN;
            parts.meters().conflicts(conflicts);
        }
    }

    @Override
    public void writeAll() throws UnavailableException {
        reconcileAgain(desk.writeAll().size());
        publisher.publish(desk);
    }

    @Override
    public long committableOffset() {
        return desk.lowestPending().orElse(position);
    }

    /** Twice, as what another owner had changed is only read again in the first round. */
    @Override
    public void release() {
        try {
            for (int round = 0; round < 2; round++) {
                writeAll();
            }
        } catch (UnavailableException e) {
            LOG.info("Partition {}: not everything is stored; its next owner takes it from Kafka again", partition, e);
        }
    }

    @Override
    public void abandon() {
        LOG.debug("Partition {}: dropped", partition);
    }
}
