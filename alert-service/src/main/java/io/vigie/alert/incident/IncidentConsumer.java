package io.vigie.alert.incident;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.alert.incident.Alert.Subject;
import io.vigie.alert.incident.AlertMachine.Surroundings;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.RuleTable;
import io.vigie.alert.storage.Desk;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.PartitionHandler;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes alerts of the signals of one partition, and decides who must be told. What was decided is stored before it goes out; people
 * may change the same documents meanwhile, which is seen within three seconds.
 */
final class IncidentConsumer implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentConsumer.class);
    private static final Duration CLEAR_WITHIN = Duration.ofSeconds(1);
    private static final Duration FORGET_EACH = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String OFFLINE = "offline";
    private static final String FLEET_KEY = Subject.key("*", Rule.FLEET, "");

    /** What all partitions share. */
    record Parts(
            RuleTable rules,
            StateStore<Alert> alerts,
            OpenRevisions open,
            SilenceTable silences,
            AlertMachine machine,
            java.util.function.Supplier<Dispatcher> dispatchers,
            Duration timeout,
            Clock clock,
            IncidentMeters meters) {}

    private final Parts parts;
    private final int partition;
    private final Desk<Alert, IncidentSignal> desk;
    private final Dispatcher dispatcher;
    private long position;
    private Instant lookedAt = Instant.MIN;
    private Instant forgotAt = Instant.MIN;
    private boolean fleetIsSilent;

    IncidentConsumer(AssignedPartition assigned, Parts parts) throws UnavailableException {
        this.parts = parts;
        this.partition = assigned.partition();
        this.position = assigned.position();
        this.dispatcher = parts.dispatchers().get();
        this.desk = new Desk<>(
                parts.alerts(),
                new Origin(assigned.topicId().toString(), partition, position),
                this::fold,
                new Desk.Manner<>(Alert::hasOutbox, CLEAR_WITHIN, parts.timeout()),
                parts.clock());
        parts.rules().requireReady();
        if (!parts.silences().isComplete()) {
            throw new UnavailableException(
                    "the silences have not been read yet", new IllegalStateException("not read"));
        }
        desk.load();
        lookAround();
    }

    private Alert fold(@Nullable Alert before, IncidentSignal signal) {
        return parts.machine()
                .signalled(
                        before,
                        signal,
                        Messages.of(signal, parts.rules().current()),
                        parts.clock().instant());
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
        IncidentSignal signal = read(record);
        String key = Subject.key(signal.getSource(), signal.getType(), signal.getObject());
        if (!signal.getFiring() && desk.get(key).filter(Alert::lives).isPresent()) {
            // What fires and ends in one batch is told, too.
            lookAround();
            settle(key);
        }
        desk.add(key, record.offset(), signal, record.serializedValueSize());
        position = record.offset() + 1;
        parts.meters().found(signal, parts.clock());
    }

    private static IncidentSignal read(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw new InvalidRecordException("value: must be there");
        }
        try {
            IncidentSignal signal = IncidentSignal.parseFrom(value);
            if (signal.getRule().isEmpty()
                    || signal.getSource().isEmpty()
                    || signal.getType().isEmpty()) {
                throw new InvalidRecordException("rule, source, type: must be there");
            }
            if (signal.getNumber() < 1) {
                throw new InvalidRecordException("number: must be at least 1");
            }
            return signal;
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("value: is not an IncidentSignal", e);
        }
    }

    @Override
    public void flush() throws UnavailableException {
        settle();
        desk.writeUrgent();
        dispatch();
        desk.writeDue();
        forgetOld();
    }

    /** What others have changed of alerts that live: people acknowledge, the fleet falls silent. */
    private void lookAround() throws UnavailableException {
        OpenRevisions.Look open = parts.open().look();
        if (open.at().equals(lookedAt)) {
            return;
        }
        Set<String> changed = new HashSet<>();
        open.revisions().forEach((key, revision) -> {
            long known = desk.rev(key);
            if (known > 0 && known < revision) {
                changed.add(key);
            }
        });
        desk.reload(changed);
        fleetIsSilent = open.revisions().containsKey(FLEET_KEY);
        lookedAt = open.at();
    }

    /** Nothing comes back of what was read so long ago; and the numbers of its rules go on where they were. */
    private void forgetOld() throws UnavailableException {
        Instant now = parts.clock().instant();
        if (now.isBefore(forgotAt.plus(FORGET_EACH))) {
            return;
        }
        forgotAt = now;
        Set<String> old = new HashSet<>();
        desk.forEach((key, alert) -> {
            if (alert.isForgettable(now.minus(KEPT))) {
                old.add(key);
            }
        });
        desk.delete(old);
    }

    private void settle() throws UnavailableException {
        if (desk.has(Alert::lives)) {
            lookAround();
        }
        desk.forEach((key, alert) -> {
            if (alert.lives()) {
                settle(key);
            }
        });
    }

    private void settle(String key) {
        Instant now = parts.clock().instant();
        desk.change(key, alert -> {
            Surroundings around = new Surroundings(parts.silences().silences(alert, now), isExplained(alert));
            return parts.machine().settled(alert, around, now);
        });
    }

    /** A site that is offline explains everything else of it; a fleet that fell silent explains each site that did. */
    private boolean isExplained(Alert alert) {
        Subject subject = alert.subject();
        if (subject.type().equals(OFFLINE)) {
            return fleetIsSilent;
        }
        return desk.get(Subject.key(subject.siteId(), OFFLINE, ""))
                .filter(offline -> offline.episode().open())
                .isPresent();
    }

    private void dispatch() throws UnavailableException {
        Map<String, Alert> due = desk.durableUrgent();
        if (due.isEmpty()) {
            return;
        }
        dispatcher.send(due.values());
        parts.meters().sent(due.values());
        due.forEach((key, alert) -> desk.change(key, now -> parts.machine().sent(now, alert.outbox())));
    }

    @Override
    public void writeAll() throws UnavailableException {
        settle();
        desk.writeAll();
        dispatch();
        desk.writeAll();
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
