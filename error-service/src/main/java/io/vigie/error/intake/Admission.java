package io.vigie.error.intake;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Mark;
import io.vigie.error.events.MarkStore;
import io.vigie.error.events.Occurrence;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Placed;
import io.vigie.error.storage.Versioned;
import io.vigie.messaging.UnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets each error in once. The first with an id leaves a mark with its place in Kafka and its group; the same id at that place is a
 * replay and goes on with the group that it had, at any other place it is the client's own repetition and goes no further.
 */
final class Admission {

    private final MarkStore marks;
    private final GroupFinder groups;
    private final GroupBudget budget;
    private final Await await;
    private final IntakeMetrics metrics;

    Admission(MarkStore marks, GroupFinder groups, GroupBudget budget, Await await, IntakeMetrics metrics) {
        this.marks = marks;
        this.groups = groups;
        this.budget = budget;
        this.await = await;
        this.metrics = metrics;
    }

    /** Those of the errors that are to be counted, in their order. */
    List<Placed<Grouped>> admit(List<Placed<Occurrence>> errors) throws UnavailableException {
        Map<String, Placed<Occurrence>> firsts = new LinkedHashMap<>();
        errors.forEach(error -> firsts.putIfAbsent(error.value().key(), error));
        Map<String, Mark> known = new HashMap<>(
                await.await(marks.find(firsts.keySet()).collectMap(Versioned::id, mark -> mark, HashMap::new)));
        Map<String, Grouped> grouped = new HashMap<>();
        List<Placed<Grouped>> fresh = new ArrayList<>();
        for (Placed<Occurrence> error : firsts.values()) {
            Grouped group = groups.group(error.value());
            grouped.put(error.value().key(), group);
            if (!known.containsKey(error.value().key())) {
                fresh.add(new Placed<>(error.place(), group));
            }
        }
        leave(marks(fresh), known);
        return admitted(errors, firsts, known, grouped);
    }

    private List<Mark> marks(List<Placed<Grouped>> fresh) throws UnavailableException {
        List<Grouped> within = budget.within(fresh.stream().map(Placed::value).toList());
        List<Mark> left = new ArrayList<>();
        int others = 0;
        for (int i = 0; i < within.size(); i++) {
            Grouped error = within.get(i);
            left.add(new Mark(error.error().key(), error.key(), fresh.get(i).place()));
            others += error.key().equals(fresh.get(i).value().key()) ? 0 : 1;
        }
        metrics.others(others);
        return left;
    }

    /** Who is slower than another owner goes by the other's mark. */
    private void leave(List<Mark> fresh, Map<String, Mark> known) throws UnavailableException {
        fresh.forEach(mark -> known.put(mark.id(), mark));
        var others = await.await(marks.insert(fresh));
        if (!others.isEmpty()) {
            known.putAll(await.await(marks.find(others).collectMap(Versioned::id, mark -> mark)));
        }
    }

    private List<Placed<Grouped>> admitted(
            List<Placed<Occurrence>> errors,
            Map<String, Placed<Occurrence>> firsts,
            Map<String, Mark> known,
            Map<String, Grouped> grouped) {
        List<Placed<Grouped>> admitted = new ArrayList<>();
        for (Placed<Occurrence> error : errors) {
            String id = error.value().key();
            Mark mark = known.get(id);
            Grouped group = grouped.get(id);
            if (mark != null && group != null && mark.from().equals(error.place()) && error == firsts.get(id)) {
                admitted.add(new Placed<>(error.place(), GroupBudget.in(mark.key(), group)));
            }
        }
        metrics.taken(admitted.size(), errors.size() - admitted.size());
        return admitted;
    }
}
