package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SourceEvaluation.Message;
import io.vigie.alert.records.MetricsReader;
import io.vigie.alert.records.SourceMessage;
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
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the records of one partition of the topic metrics. A record changes states in memory; what fires or ends is stored with
 * its signal before Kafka gets the signal, and everything else within the interval. What may be committed is the lowest record that
 * some document does not hold yet.
 */
final class MetricsEvaluationConsumer implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsEvaluationConsumer.class);

    /** The partition whose owner looks at the whole fleet. */
    private static final int FLEET_PARTITION = 0;

    /** What all partitions share. */
    record Parts(
            MetricsReader reader,
            RuleTable rules,
            StateStore<Watched> states,
            StateStore<PartitionClock> clocks,
            StateStore<FleetCensus> fleet,
            RecordPublisher records,
            EvaluationSettings settings,
            Duration timeout,
            Clock clock,
            EvaluationMeters meters) {}

    private final Parts parts;
    private final int partition;
    private final SourceEvaluation evaluation = new SourceEvaluation();
    private final Desk<Watched, Message> desk;
    private final ClockKeeper clock;
    private final FleetRegister fleet;
    private final SignalPublisher publisher;
    private long position;
    private long reconciledTo = -1;
    private @Nullable Long canaryToCount;

    MetricsEvaluationConsumer(AssignedPartition assigned, Parts parts) throws UnavailableException {
        this.parts = parts;
        this.partition = assigned.partition();
        this.position = assigned.position();
        Origin origin = new Origin(assigned.topicId().toString(), partition, position);
        EvaluationSettings settings = parts.settings();
        parts.rules().requireReady();
        this.desk = new Desk<>(
                parts.states(),
                origin,
                (before, message) -> evaluation.judge(
                        before, message, parts.rules().current(), parts.clock().instant()),
                new Desk.Manner<>(Watched::hasOutbox, settings.interval(), parts.timeout()),
                parts.clock());
        this.clock = new ClockKeeper(
                parts.clocks(), origin, settings.interval(), parts.timeout().multipliedBy(3), parts.clock());
        this.fleet = new FleetRegister(parts.fleet(), partition, parts.timeout().multipliedBy(3));
        this.publisher = new SignalPublisher(parts.records(), parts.timeout());
        desk.load();
        clock.load();
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
        switch (parts.reader().read(record)) {
            case SourceMessage.Heard heard ->
                desk.add(
                        heard.source(),
                        record.offset(),
                        new Message.Sign(heard, clock.now()),
                        record.serializedValueSize());
            case SourceMessage.Canary(long receivedAt) -> passTime(record.offset(), receivedAt);
            case SourceMessage.UnknownSchema(String schemaId) ->
                throw new InvalidRecordException("frame.schema_id: " + schemaId + " is not known");
        }
        position = record.offset() + 1;
    }

    private void passTime(long offset, long receivedAt) {
        long period = parts.settings().canaryPeriod().toMillis();
        if (clock.advance(offset, receivedAt, period)) {
            Message tick = new Message.Tick(clock.now());
            desk.forEach((id, watched) -> desk.tick(id, offset, tick));
            canaryToCount = offset;
        }
    }

    @Override
    public void flush() throws UnavailableException {
        reconcile();
        signal();
        countTheFleet();
        reconcileAgain(desk.writeDue());
        clock.store(desk.lowestPending().orElse(position), false);
    }

    /** What is stored with its signals goes out; what was refused was read again and is judged anew. */
    private void signal() throws UnavailableException {
        reconcileAgain(desk.writeUrgent());
        parts.meters().signalled(publisher.publish(desk));
    }

    private void reconcile() {
        Rules rules = parts.rules().current();
        if (rules.revision() == reconciledTo) {
            return;
        }
        desk.forEach((id, watched) -> desk.change(
                id, now -> evaluation.reconciled(now, rules, parts.clock().instant())));
        reconciledTo = rules.revision();
    }

    private void reconcileAgain(Set<String> conflicts) {
        if (!conflicts.isEmpty()) {
            reconciledTo = -1;
            parts.meters().conflicts(conflicts.size());
        }
    }

    private void countTheFleet() throws UnavailableException {
        Long offset = canaryToCount;
        if (offset == null) {
            return;
        }
        canaryToCount = null;
        FleetCensus[] here = {FleetCensus.NOBODY};
        desk.forEach((id, watched) -> here[0] = here[0].with(watched, clock.now()));
        fleet.say(here[0]);
        if (partition == FLEET_PARTITION) {
            FleetCensus whole = fleet.whole();
            desk.add(
                    Watched.FLEET, offset, new Message.Census(whole, clock.now().lastCanary()), 0);
            signal();
        }
    }

    @Override
    public void writeAll() throws UnavailableException {
        reconcileAgain(desk.writeAll());
        publisher.publish(desk);
        clock.store(desk.lowestPending().orElse(position), true);
    }

    @Override
    public long committableOffset() {
        return LongStream.concat(desk.lowestPending().stream(), clock.lowestPending().stream())
                .min()
                .orElse(position);
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
