package io.vigie.error.intake;

import io.vigie.error.events.SampleDay;
import io.vigie.error.storage.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The new groups of a service and day that are issues of their own.
 *
 * @param id {@code service/2026-11-21}
 * @param groups the beginnings of their keys, without the service; none is ever removed
 */
record GroupDay(String id, long rev, String day, List<String> groups) implements Versioned {

    GroupDay {
        groups = List.copyOf(groups);
    }

    static String id(String service, Instant time) {
        return service + "/" + SampleDay.day(time);
    }

    GroupDay with(Collection<String> all) {
        return new GroupDay(id, rev + 1, day, List.copyOf(all));
    }
}
