package io.vigie.error.intake;

import static java.util.stream.Collectors.toMap;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Heading;
import io.vigie.error.events.Occurrence;
import io.vigie.error.events.SampleDay;
import io.vigie.error.issues.KeyTotals;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.Versioned;
import io.vigie.messaging.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many new groups of a service and day become issues of their own; the errors of further ones are counted in one group for all of
 * them. Stored before it is used, and in the order of the records, so that an error that comes again has the group that it had.
 */
final class GroupBudget {

    private static final Logger LOG = LoggerFactory.getLogger(GroupBudget.class);

    private static final Heading OTHERS =
            new Heading("Other errors (too many different ones for issues of their own)", null);
    private static final int KNOWN = 5_000;
    private static final int FULL = 1_000;
    private static final int ROUNDS = 8;
    private static final int KEY_LETTERS = 34;

    private final Documents<GroupDay> days;
    private final Documents<KeyTotals> groups;
    private final Await await;
    private final int most;
    private final Set<String> known = newest(KNOWN);
    private final Set<String> full = newest(FULL);

    GroupBudget(Documents<GroupDay> days, Documents<KeyTotals> groups, Await await, int most) {
        this.days = days;
        this.groups = groups;
        this.await = await;
        this.most = most;
    }

    private static Set<String> newest(int size) {
        return Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > size;
            }
        });
    }

    /** The group of what has none of its own. */
    static String others(String service) {
        return service + "/others";
    }

    /** With the heading that its group has, where that is not its own. */
    static Grouped in(String key, Grouped error) {
        return new Grouped(error.error(), key, key.equals(others(error.error().service())) ? OTHERS : error.heading());
    }

    /** Whether a new group would find no room; false also where that is not known yet. */
    boolean isFull(String service, Instant time) {
        return full.contains(GroupDay.id(service, time));
    }

    /** The errors with the group in which each is counted; they are in the order of their offsets. */
    List<Grouped> within(List<Grouped> errors) throws UnavailableException {
        Set<String> apart = apart(errors);
        List<Grouped> strangers =
                errors.stream().filter(error -> !apart.contains(error.key())).toList();
        if (strangers.isEmpty()) {
            return errors;
        }
        for (int round = 0; round < ROUNDS; round++) {
            Deciding deciding = new Deciding(new HashSet<>(apart), opened(strangers));
            List<Grouped> decided = errors.stream().map(deciding::decide).toList();
            if (await.await(days.replace(deciding.grown())).isEmpty()) {
                known.addAll(deciding.apart());
                deciding.days().values().forEach(this::note);
                return decided;
            }
        }
        throw new UnavailableException(
                "somebody else keeps writing the same groups", new IllegalStateException(ROUNDS + " rounds"));
    }

    /** Those that were counted before. */
    private Set<String> apart(List<Grouped> errors) throws UnavailableException {
        Set<String> apart = new HashSet<>();
        Set<String> asked = new HashSet<>();
        errors.forEach(error -> (known.contains(error.key()) ? apart : asked).add(error.key()));
        if (!asked.isEmpty()) {
            List<String> found =
                    await.await(groups.find(asked).map(Versioned::id).collectList());
            apart.addAll(found);
            known.addAll(found);
        }
        return apart;
    }

    private Map<String, Open> opened(List<Grouped> strangers) throws UnavailableException {
        Map<String, Instant> wanted = strangers.stream()
                .map(Grouped::error)
                .collect(toMap(GroupBudget::day, Occurrence::receivedAt, (one, other) -> one));
        Map<String, Open> open = new HashMap<>();
        for (GroupDay day : await.await(days.find(wanted.keySet()).collectList())) {
            open.put(day.id(), new Open(day));
        }
        wanted.forEach((id, time) -> open.computeIfAbsent(
                id, missing -> new Open(new GroupDay(missing, 0, SampleDay.day(time), List.of()))));
        return open;
    }

    private static String day(Occurrence error) {
        return GroupDay.id(error.service(), error.receivedAt());
    }

    private void note(Open day) {
        if (day.groups().size() >= most && full.add(day.stored().id())) {
            LOG.warn(
                    "{}: {} new issues in a day; the errors of further ones are counted in one for all of them",
                    day.stored().id(),
                    most);
        }
    }

    /** A day with what this batch adds. */
    private record Open(GroupDay stored, Set<String> groups) {
        Open(GroupDay stored) {
            this(stored, new LinkedHashSet<>(stored.groups()));
        }
    }

    private final class Deciding {

        private final Set<String> apart;
        private final Map<String, Open> days;

        Deciding(Set<String> apart, Map<String, Open> days) {
            this.apart = apart;
            this.days = days;
        }

        Grouped decide(Grouped error) {
            if (apart.contains(error.key()) || isAdmitted(error)) {
                apart.add(error.key());
                return error;
            }
            return in(others(error.error().service()), error);
        }

        private boolean isAdmitted(Grouped error) {
            Open day = days.get(day(error.error()));
            if (day == null) {
                throw new IllegalStateException("the days of all strangers were read");
            }
            String service = error.error().service();
            String group = error.key().substring(service.length() + 1);
            String begin = group.substring(0, Math.min(KEY_LETTERS, group.length()));
            return day.groups().contains(begin)
                    || day.groups().size() < most && day.groups().add(begin);
        }

        Set<String> apart() {
            return apart;
        }

        Map<String, Open> days() {
            return days;
        }

        List<GroupDay> grown() {
            List<GroupDay> grown = new ArrayList<>();
            days.values().stream()
                    .filter(day -> day.groups().size() > day.stored().groups().size())
                    .map(day -> day.stored().with(day.groups()))
                    .forEach(grown::add);
            return grown;
        }
    }
}
