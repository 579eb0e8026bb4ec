package io.vigie.alert.channel;

import io.vigie.alert.notice.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All channels in memory, for those who must not ask a database. Others' changes come within five seconds. Thread-safe. */
public final class ChannelTable {

    private final List<Channel> fixed;
    private Map<String, Channel> stored = Map.of();
    private boolean complete;
    private long changes;

    ChannelTable(List<Channel> fixed) {
        this.fixed = List.copyOf(fixed);
    }

    /** Whether the store has been read once. */
    public synchronized boolean isComplete() {
        return complete;
    }

    /** Every channel that wants it. */
    public synchronized List<Channel> wanting(Notice notice) {
        return java.util.stream.Stream.concat(fixed.stream(), stored.values().stream())
                .filter(channel -> channel.wants(notice))
                .toList();
    }

    /** The channel, where it is known here. */
    public synchronized Optional<Channel> get(String id) {
        return fixed(id).or(() -> Optional.ofNullable(stored.get(id)));
    }

    /** Those that were set on the machine. */
    List<Channel> fixed() {
        return fixed;
    }

    /** The one of this id among them. */
    Optional<Channel> fixed(String id) {
        return fixed.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    /** What to give back with a reading of the store that begins now. */
    synchronized long beginReading() {
        return changes;
    }

    /** What was read; left out where somebody changed something here meanwhile. */
    synchronized void endReading(long begun, List<Channel> read) {
        if (begun == changes) {
            Map<String, Channel> fresh = new LinkedHashMap<>();
            read.forEach(channel -> fresh.put(channel.id(), channel));
            stored = fresh;
            complete = true;
        }
    }

    /** A change that is stored. */
    synchronized void put(Channel channel) {
        changes++;
        Map<String, Channel> fresh = new LinkedHashMap<>(stored);
        fresh.put(channel.id(), channel);
        stored = fresh;
    }

    /** A deletion that is stored. */
    synchronized void remove(String id) {
        changes++;
        Map<String, Channel> fresh = new LinkedHashMap<>(stored);
        fresh.remove(id);
        stored = fresh;
    }
}
