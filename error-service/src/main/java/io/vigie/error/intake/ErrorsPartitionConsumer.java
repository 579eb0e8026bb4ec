package io.vigie.error.intake;

import io.vigie.error.events.BodyDay;
import io.vigie.error.events.Grouped;
import io.vigie.error.events.MarkStore;
import io.vigie.error.events.Occurrence;
import io.vigie.error.events.SampleDay;
import io.vigie.error.events.Sampling;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueKeeping;
import io.vigie.error.journal.Journal;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.Origin;
import io.vigie.error.storage.Placed;
import io.vigie.error.storage.StoreUnavailableException;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.PartitionHandler;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Takes the errors of one partition in, batch by batch. Each step is the same when it is done again, and every one is durable before
 * the offset may be committed; the README says in which order, and what a crash between two of them leaves.
 */
final class ErrorsPartitionConsumer implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorsPartitionConsumer.class);

    private final Origin partition;
    private final Steps steps;
    private final List<Placed<Occurrence>> waiting = new ArrayList<>();
    private long position;
    private long stored;

    /** What all partitions share. */
    record Parts(
            MarkStore marks,
            Documents<StoredEvent> bodies,
            Documents<SampleDay> sampleDays,
            Documents<BodyDay> bodyDays,
            Documents<GroupDay> groupDays,
            IssueKeeping.Kept kept,
            Documents<TemplateSet> templates,
            RecordPublisher publisher,
            Journal journal,
            IntakeSettings settings,
            IntakeMetrics metrics) {}

    private record Steps(
            Admission admission,
            Sampling sampling,
            IssueKeeping issues,
            Publishing publishing,
            Journal journal,
            IntakeMetrics metrics) {

        static Steps of(Parts parts, Await await) {
            IntakeSettings settings = parts.settings();
            GroupBudget budget =
                    new GroupBudget(parts.groupDays(), parts.kept().keys(), await, settings.newIssuesPerDay());
            GroupFinder groups = new GroupingFinder(new StoredTemplateBudget(parts.templates(), budget, await));
            return new Steps(
                    new Admission(parts.marks(), groups, budget, await, parts.metrics()),
                    new Sampling(
                            parts.bodies(),
                            parts.sampleDays(),
                            parts.bodyDays(),
                            await,
                            settings.bodiesPerDay(),
                            settings.bodiesTotal().toBytes()),
                    new IssueKeeping(parts.kept(), await),
                    new Publishing(parts.publisher(), parts.metrics()),
                    parts.journal(),
                    parts.metrics());
        }
    }

    ErrorsPartitionConsumer(AssignedPartition assigned, Parts parts, Await await) {
        this.partition = new Origin(assigned.topicId().toString(), assigned.partition(), assigned.position());
        this.position = assigned.position();
        this.stored = assigned.position();
        this.steps = Steps.of(parts, await);
    }

    /** Waits for the store; what may pass is told apart from what it refuses. */
    static Await blocking(Duration timeout) {
        return new Await() {
            @Override
            public <T> T await(Mono<T> operation) throws UnavailableException {
                return ErrorsPartitionConsumer.await(operation, timeout);
            }
        };
    }

    private static <T> T await(Mono<T> operation, Duration timeout) throws UnavailableException {
        try {
            T result = operation.block(timeout);
            if (result == null) {
                throw new IllegalStateException("a store always answers");
            }
            return result;
        } catch (StoreUnavailableException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("Timeout on blocking read")) {
                throw new UnavailableException("MongoDB does not answer in time", e);
            }
            throw e;
        }
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        waiting.add(new Placed<>(partition.at(record.offset()), ErrorRecordReader.read(record)));
        position = record.offset() + 1;
    }

    @Override
    public void flush() throws UnavailableException {
        writeAll();
    }

    @Override
    public void writeAll() throws UnavailableException {
        if (!waiting.isEmpty()) {
            take(List.copyOf(waiting));
            waiting.clear();
        }
        stored = position;
    }

    private void take(List<Placed<Occurrence>> errors) throws UnavailableException {
        List<Placed<Grouped>> admitted = steps.admission().admit(errors);
        if (admitted.isEmpty()) {
            return;
        }
        steps.metrics().withoutRoom(steps.sampling().keep(admitted));
        Map<String, Issue> issues = steps.issues().count(admitted);
        Set<String> published = steps.publishing().publish(admitted, issues);
        steps.issues().announced(issues.values(), published);
        admitted.forEach(error -> steps.journal().write(error.value()));
    }

    @Override
    public long committableOffset() {
        return stored;
    }

    @Override
    public void release() {
        try {
            writeAll();
        } catch (UnavailableException e) {
            LOG.info("Partition {}: not everything is counted; its next owner takes it from Kafka again", partition, e);
        }
        abandon();
    }

    @Override
    public void abandon() {
        waiting.clear();
    }
}
