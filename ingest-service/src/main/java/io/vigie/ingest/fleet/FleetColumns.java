package io.vigie.ingest.fleet;

import static io.vigie.ingest.sample.Columns.gauge;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.proto.metrics.v1.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The numbers of a body, under the names that the agent gives them. */
final class FleetColumns {

    private static final Column CPU = gauge("system.cpu.utilization", "1");
    private static final Column MEMORY = gauge("system.memory.limit", "By");
    private static final Column MEMORY_USED = gauge("system.memory.usage", "By", "state", "used");
    private static final Column MEMORY_FREE = gauge("system.memory.usage", "By", "state", "free");
    private static final Column MEMORY_SHARE = gauge("system.memory.utilization", "1");
    private static final Column TEMPERATURE = gauge("hw.temperature", "Cel", "id", "cpu");
    private static final Column DISK = gauge("system.filesystem.limit", "By", "mountpoint", "/");
    private static final Column DISK_USED = gauge("system.filesystem.usage", "By", "mountpoint", "/", "state", "used");
    private static final Column DISK_FREE = gauge("system.filesystem.usage", "By", "mountpoint", "/", "state", "free");
    private static final Column DISK_SHARE = gauge("system.filesystem.utilization", "1", "mountpoint", "/");
    private static final Column UPTIME = gauge("system.uptime", "s");

    /** Every site's list begins with these, so that sites which measure the same have one schema. */
    static final List<Column> FIRST = List.of(
            CPU,
            MEMORY,
            MEMORY_USED,
            MEMORY_FREE,
            MEMORY_SHARE,
            TEMPERATURE,
            DISK,
            DISK_USED,
            DISK_FREE,
            DISK_SHARE,
            UPTIME);

    private static final int MOST_MEMBERS = 200;
    private static final int LONGEST_NAME = 256;
    private static final Set<String> RUNNING = Set.of("running", "active", "reloading", "true", "1", "ok", "up");
    private static final Set<String> NOT_SAID = Set.of("", "unknown", "n/a", "-", "null", "undefined");

    private final Map<Column, Double> values = new LinkedHashMap<>();

    private FleetColumns() {}

    static Map<Column, Double> of(Json.Obj body) throws InvalidBodyException {
        FleetColumns columns = new FleetColumns();
        columns.read(body);
        return columns.values;
    }

    private void read(Json.Obj body) throws InvalidBodyException {
        Json.Obj cpu = Lenient.object("cpu", body.get("cpu"));
        put(CPU, Lenient.share("cpu.usage", cpu.get("usage")));
        Json.Obj memory = Lenient.object("memory", body.get("memory"));
        put(MEMORY, Lenient.size("memory.total", memory.get("total")));
        put(MEMORY_USED, Lenient.size("memory.used", memory.get("used")));
        put(MEMORY_FREE, Lenient.size("memory.free", memory.get("free")));
        put(MEMORY_SHARE, Lenient.share("memory.percent", memory.get("percent")));
        put(TEMPERATURE, Lenient.celsius("temperature", body.get("temperature")));
        Json.Obj disk = Lenient.object("disk", body.get("disk"));
        put(DISK, Lenient.size("disk.size", disk.get("size")));
        put(DISK_USED, Lenient.size("disk.used", disk.get("used")));
        put(DISK_FREE, Lenient.size("disk.available", disk.get("available")));
        put(DISK_SHARE, Lenient.share("disk.percent", disk.get("percent")));
        put(UPTIME, Lenient.number("uptime", body.get("uptime")));
        services(Lenient.object("services", body.get("services")));
        application(Lenient.object("application", body.get("application")));
    }

    private void put(Column column, OptionalDouble value) {
        value.ifPresent(it -> values.put(column, it));
    }

    private void services(Json.Obj services) throws InvalidBodyException {
        checkNames("services", services);
        for (Map.Entry<String, Json> service : services.members().entrySet()) {
            put(
                    gauge("service.running", "1", "name", service.getKey()),
                    running("services." + service.getKey(), service.getValue()));
        }
    }

    private static void checkNames(String field, Json.Obj members) throws InvalidBodyException {
        if (members.members().size() > MOST_MEMBERS) {
            throw Lenient.bad(
                    field,
                    "at most " + MOST_MEMBERS + " are allowed, there are "
                            + members.members().size());
        }
        for (String name : members.members().keySet()) {
            if (name.length() > LONGEST_NAME) {
                throw Lenient.bad(field, "names have at most " + LONGEST_NAME + " characters");
            }
        }
    }

    /** 1 or 0; a state that is not known to be a running one is none. */
    private static OptionalDouble running(String field, Json state) throws InvalidBodyException {
        return switch (state) {
            case Json.Text text -> {
                String word = text.value().strip().toLowerCase(Locale.ROOT);
                yield NOT_SAID.contains(word) ? OptionalDouble.empty() : flag(RUNNING.contains(word));
            }
            case Json.Bool flag -> flag(flag.value());
            case Json.Num number -> zeroOrOne(field, number);
            case Json.Null nothing -> OptionalDouble.empty();
            case Json.Obj o -> throw Lenient.bad(field, "must be a state such as running or stopped");
            case Json.Arr a -> throw Lenient.bad(field, "must be a state such as running or stopped");
        };
    }

    private static OptionalDouble zeroOrOne(String field, Json.Num number) throws InvalidBodyException {
        if (number.value() == 0 || number.value() == 1) {
            return flag(number.value() == 1);
        }
        throw Lenient.bad(field, "must be a state such as running or stopped, or 1 or 0");
    }

    private static OptionalDouble flag(boolean set) {
        return OptionalDouble.of(set ? 1 : 0);
    }

    /** Flags say whether a part of the application is there; numbers count something; texts are only kept in the body. */
    private void application(Json.Obj application) throws InvalidBodyException {
        checkNames("application", application);
        for (Map.Entry<String, Json> member : application.members().entrySet()) {
            Column up = gauge("application.up", "1", "name", member.getKey());
            Column count = member.getKey().equals("videos")
                    ? gauge("application.videos", "1")
                    : gauge("application.count", "1", "name", member.getKey());
            switch (member.getValue()) {
                case Json.Bool flag -> put(up, flag(flag.value()));
                case Json.Num number -> put(count, OptionalDouble.of(number.value()));
                case Json.Text text -> {
                    String word = text.value().strip().toLowerCase(Locale.ROOT);
                    if (word.equals("true") || word.equals("false")) {
                        put(up, flag(word.equals("true")));
                    } else if (beginsLikeANumber(word)) {
                        put(count, Lenient.number("application." + member.getKey(), text));
                    }
                }
                case Json.Null nothing -> {}
                case Json.Obj o -> {}
                case Json.Arr a -> {}
            }
        }
    }

    /** Versions such as 1.2.3 are no numbers, and need not be. */
    private static boolean beginsLikeANumber(String word) {
        return word.matches("[+-]?[0-9]+(?:[.,][0-9]+)?(?:e[+-]?[0-9]+)?|[+-]?(?:nan|inf|infinity)");
    }
}
