package io.vigie.agent.buffer;

import com.google.protobuf.ByteString;
import io.vigie.agent.clock.Dating;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of the buffer say together. It is written again at the head of each segment, so that no old segment
 * has to be kept for it.
 */
final class BufferState {

    private static final int KEPT_SCHEMAS = 8;

    private Position acknowledged = Position.NONE;
    private final NavigableMap<Long, Long> lastSeqs = new TreeMap<>();
    private final NavigableMap<Long, Long> lost = new TreeMap<>();
    /** First and last of each run of frames that nobody wants. */
    private final NavigableMap<Position, Position> discarded = new TreeMap<>();

    private final Map<UUID, NavigableMap<Position, Dating>> datings = new HashMap<>();
    private final Map<UUID, BootHistory> boots = new HashMap<>();
    private final Map<UUID, Position> lastOfBoot = new HashMap<>();
    private final Map<ByteString, Schema> schemas = new LinkedHashMap<>();

    /** Takes in an entry of a segment of this epoch. */
    void absorb(long epoch, Entry entry) {
        if (entry instanceof Entry.Measured measured) {
            measured(new Position(epoch, measured.seq()), measured.at());
        } else if (entry instanceof Entry.Declared declared) {
            declared(declared.schema());
        } else if (entry instanceof Entry.Dated dated) {
            Dating dating = dated.dating();
            datings.computeIfAbsent(dating.boot(), boot -> new TreeMap<>())
                    .put(new Position(dating.fromEpoch(), dating.fromSeq()), dating);
        } else if (entry instanceof Entry.Acknowledged acked) {
            acknowledged(acked.position());
        } else if (entry instanceof Entry.Ended ended) {
            lost(ended.last());
        } else if (entry instanceof Entry.Discarded run) {
            discarded(run.first(), run.lastSeq());
        }
    }

    /** Frames that are never sent; they count as missing. */
    void discarded(Position first, long lastSeq) {
        Map.Entry<Position, Position> before = discarded.floorEntry(first);
        boolean continues = before != null
                && before.getValue().epoch() == first.epoch()
                && before.getValue().seq() + 1 >= first.seq();
        Position from = continues ? before.getKey() : first;
        discarded.merge(from, new Position(first.epoch(), lastSeq), (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean isDiscarded(Position position) {
        Map.Entry<Position, Position> run = discarded.floorEntry(position);
        return run != null && !position.isAfter(run.getValue());
    }

    void measured(Position position, Moment at) {
        lastSeqs.merge(position.epoch(), position.seq(), Math::max);
        BootHistory before = boots.get(at.boot());
        boots.put(at.boot(), before == null ? BootHistory.of(at) : before.then(at));
        lastOfBoot.put(at.boot(), position);
    }

    void declared(Schema schema) {
        schemas.remove(schema.getId());
        schemas.put(schema.getId(), schema);
        if (schemas.size() > KEPT_SCHEMAS) {
            schemas.remove(schemas.keySet().iterator().next());
        }
    }

    /** A frame of this place was there, and no segment may tell any more that it was. */
    void lost(Position last) {
        lastSeqs.merge(last.epoch(), last.seq(), Math::max);
        lost.merge(last.epoch(), last.seq(), Math::max);
    }

    void acknowledged(Position position) {
        if (position.isAfter(acknowledged)) {
            acknowledged = position;
        }
    }

    /** Forgets what concerns acknowledged frames only; the present boot is never forgotten. */
    void prune(@Nullable UUID presentBoot) {
        lastSeqs.headMap(acknowledged.epoch()).clear();
        lost.headMap(acknowledged.epoch()).clear();
        discarded.values().removeIf(last -> !last.isAfter(acknowledged));
        lastOfBoot
                .entrySet()
                .removeIf(last ->
                        !last.getKey().equals(presentBoot) && !last.getValue().isAfter(acknowledged));
        boots.keySet().retainAll(lastOfBoot.keySet());
        datings.keySet().removeIf(boot -> !boot.equals(presentBoot) && !lastOfBoot.containsKey(boot));
    }

    /** What a new segment begins with. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.Acknowledged(acknowledged));
        lost.forEach((epoch, seq) -> entries.add(new Entry.Ended(new Position(epoch, seq))));
        discarded.forEach((first, last) -> entries.add(new Entry.Discarded(first, last.seq())));
        datings.values().forEach(ofBoot -> ofBoot.values().forEach(dating -> entries.add(new Entry.Dated(dating))));
        return entries;
    }

    Position acknowledged() {
        return acknowledged;
    }

    @Nullable
    Schema schema(ByteString id) {
        return schemas.get(id);
    }

    @Nullable
    Dating dating(UUID boot, Position position) {
        NavigableMap<Position, Dating> ofBoot = datings.get(boot);
        Map.Entry<Position, Dating> entry = ofBoot == null ? null : ofBoot.floorEntry(position);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    BootHistory boot(UUID boot) {
        return boots.get(boot);
    }

    /** How many frames are missing between two frames that follow each other in the buffer. */
    long lostBetween(Position before, Position after) {
        if (before.epoch() == after.epoch()) {
            return after.seq() - before.seq() - 1;
        }
        long lost = after.seq() - 1;
        for (Map.Entry<Long, Long> ended :
                lastSeqs.subMap(before.epoch(), after.epoch()).entrySet()) {
            lost += ended.getKey() == before.epoch() ? ended.getValue() - before.seq() : ended.getValue();
        }
        return lost;
    }
}
