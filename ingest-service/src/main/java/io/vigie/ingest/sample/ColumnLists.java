package io.vigie.ingest.sample;

import io.vigie.ingest.sample.Columns.Identity;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The columns of each source that sends without a stream: lists that only grow, so that a body in which something is missing makes
 * no new schema. A list has at most {@value #LONGEST} columns, then another begins: what is new costs a short schema, not a long
 * one. A source that has {@value #MOST} columns begins anew, and so does one that was forgotten, because
 * {@value #MOST_OF_ALL} columns are remembered altogether, those of the sources that were heard last. Thread-safe.
 */
final class ColumnLists {

    static final int LONGEST = 64;
    static final int MOST = 2_000;

    private static final int MOST_OF_ALL = 200_000;

    private final LinkedHashMap<String, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
    private int remembered;

    /** A sample whose columns have their places. */
    record Placed(Sample sample, Map<Place, Double> values) {}

    /** Values by their place in a list. */
    record Part(Schema schema, TreeMap<Integer, Double> values) {}

    static final class Growing {
        private final List<Column> columns = new ArrayList<>();
        private @Nullable Schema schema;

        private Schema schema() {
            Schema present = schema;
            if (present == null) {
                present = Columns.schema(columns);
                schema = present;
            }
            return present;
        }

        private void set(int index, Column column) {
            if (index == columns.size()) {
                columns.add(column);
                schema = null;
            } else if (!columns.set(index, column).equals(column)) {
                schema = null;
            }
        }
    }

    record Place(Growing list, int index) {}

    private static final class Source {
        private final List<Growing> lists = new ArrayList<>();
        private final Map<Identity, Place> places = new HashMap<>();

        /** A column whose unit or kind is another than before takes the place of the old one. */
        private Place put(Column column) {
            Place place = places.computeIfAbsent(Identity.of(column), absent -> next());
            place.list().set(place.index(), column);
            return place;
        }

        private Place next() {
            if (lists.isEmpty() || lists.getLast().columns.size() == LONGEST) {
                lists.add(new Growing());
            }
            return new Place(lists.getLast(), lists.getLast().columns.size());
        }

        private boolean hasRoomFor(Map<Column, Double> values) {
            long missing = values.keySet().stream()
                    .filter(column -> !places.containsKey(Identity.of(column)))
                    .count();
            return places.size() + missing <= MOST;
        }
    }

    /** Finds or makes the place of every value. */
    synchronized Placed place(Sample sample) {
        String id = sample.source().value();
        Source source = sources.get(id);
        if (source == null || !source.hasRoomFor(sample.values())) {
            source = begin(id, sample);
        }
        int before = source.places.size();
        Map<Place, Double> values = new LinkedHashMap<>();
        for (Column column : inOrder(sample.values())) {
            values.put(source.put(column), sample.values().get(column));
        }
        remembered += source.places.size() - before;
        forgetBeyondLimit();
        return new Placed(sample, values);
    }

    /** One part per list as it is now; none without values. */
    synchronized List<Part> parts(Placed placed) {
        Map<Growing, TreeMap<Integer, Double>> byList = new LinkedHashMap<>();
        placed.values()
                .forEach((place, value) -> byList.computeIfAbsent(place.list(), absent -> new TreeMap<>())
                        .put(place.index(), value));
        return byList.entrySet().stream()
                .map(list -> new Part(list.getKey().schema(), list.getValue()))
                .toList();
    }

    private Source begin(String id, Sample sample) {
        Source source = new Source();
        sample.first().forEach(source::put);
        Source old = sources.put(id, source);
        remembered += source.places.size() - (old == null ? 0 : old.places.size());
        return source;
    }

    /** The same body makes the same list, whoever takes it. */
    private static List<Column> inOrder(Map<Column, Double> values) {
        return values.keySet().stream()
                .sorted(Comparator.comparing(Identity::of))
                .toList();
    }

    private void forgetBeyondLimit() {
        var eldest = sources.values().iterator();
        while (remembered > MOST_OF_ALL && sources.size() > 1) {
            remembered -= eldest.next().places.size();
            eldest.remove();
        }
    }

    synchronized int remembered() {
        return remembered;
    }
}
