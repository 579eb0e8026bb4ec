package io.vigie.query.fleet;

import io.vigie.query.sources.SourceProfile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device's body as its clients know it, made of stored values: percentages and the temperature are texts with one decimal, sizes
 * of disks as {@code df} prints them. Texts are those of the last body that came over REST, else what the device says of itself.
 */
final class SiteBody {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SourceProfile profile;
    private final ObjectNode last;

    /** {@code last} may be empty. */
    SiteBody(SourceProfile profile, ObjectNode last) {
        this.profile = profile;
        this.last = last;
    }

    /** The body of this moment, in milliseconds since the epoch. */
    ObjectNode at(long time, SiteValues values) {
        ObjectNode body = JSON.objectNode();
        body.put("timestamp", time);
        body.put("siteId", profile.id());
        putIfKnown(body, "clubName", profile.club().orElse(null));
        putIfKnown(body, "hostname", text("hostname", "host.name"));
        putNumber(body, "uptime", values.get("system.uptime"));
        putIfKnown(body, "platform", text("platform", "os.type"));
        putIfKnown(body, "arch", text("arch", "host.arch"));
        put(body, "cpu", cpu(values));
        put(body, "memory", memory(values));
        values.get("hw.temperature").ifPresent(value -> body.put("temperature", oneDecimal(value)));
        put(body, "disk", disk(values.disk()));
        JsonNode network = last.get("network");
        if (network != null) {
            body.set("network", network);
        }
        put(body, "services", services(values));
        put(body, "application", application(values));
        return body;
    }

    private ObjectNode cpu(SiteValues values) {
        ObjectNode cpu = JSON.objectNode();
        JsonNode cores = last.at("/cpu/cores");
        String said = profile.said().facts().get("host.cpu.cores");
        if (!cores.isMissingNode()) {
            cpu.set("cores", cores);
        } else if (said != null && said.matches("[0-9]{1,4}")) {
            cpu.put("cores", Integer.parseInt(said));
        }
        JsonNode model = last.at("/cpu/model");
        putIfKnown(
                cpu,
                "model",
                model.isString() ? model.stringValue() : profile.said().facts().get("host.cpu.model.name"));
        values.get("system.cpu.utilization").ifPresent(value -> cpu.put("usage", oneDecimal(value * 100)));
        return cpu;
    }

    private static ObjectNode memory(SiteValues values) {
        ObjectNode memory = JSON.objectNode();
        putNumber(memory, "total", values.get("system.memory.limit"));
        putNumber(memory, "free", values.memory("free"));
        putNumber(memory, "used", values.memory("used"));
        values.get("system.memory.utilization").ifPresent(value -> memory.put("percent", oneDecimal(value * 100)));
        return memory;
    }

    private ObjectNode disk(SiteValues.Disk values) {
        ObjectNode disk = JSON.objectNode();
        values.size().ifPresent(bytes -> disk.put("size", DiskSize.text(bytes)));
        values.used().ifPresent(bytes -> disk.put("used", DiskSize.text(bytes)));
        values.free().ifPresent(bytes -> disk.put("available", DiskSize.text(bytes)));
        values.utilization().ifPresent(value -> disk.put("percent", Math.round(value * 100)));
        JsonNode filesystem = last.at("/disk/filesystem");
        return disk.isEmpty() || !filesystem.isString()
                ? disk
                : JSON.objectNode().put("filesystem", filesystem.stringValue()).setAll(disk);
    }

    /** What does not run keeps the word that the device last had for it. */
    private ObjectNode services(SiteValues values) {
        ObjectNode services = JSON.objectNode();
        values.services().forEach((name, running) -> {
            JsonNode word = last.path("services").path(name);
            boolean another = word.isString() && !word.stringValue().equals("running");
            services.put(name, running ? "running" : another ? word.stringValue() : "stopped");
        });
        return services;
    }

    private static ObjectNode application(SiteValues values) {
        ObjectNode application = JSON.objectNode();
        values.applications().forEach(application::put);
        values.counts().forEach((name, count) -> putNumber(application, name, OptionalDouble.of(count)));
        return application;
    }

    /** What a list of sites shows: texts with one decimal, the disk a whole number; null where there is no value. */
    static Map<String, @Nullable Object> summary(SiteValues values) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("temperature", textOrNull(values.get("hw.temperature"), 1));
        summary.put("cpu", textOrNull(values.get("system.cpu.utilization"), 100));
        summary.put("memory", textOrNull(values.get("system.memory.utilization"), 100));
        OptionalDouble disk = values.disk().utilization();
        summary.put("disk", disk.isPresent() ? Math.round(disk.getAsDouble() * 100) : null);
        return summary;
    }

    private static @Nullable String textOrNull(OptionalDouble value, int factor) {
        return value.isPresent() ? oneDecimal(value.getAsDouble() * factor) : null;
    }

    static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private @Nullable String text(String member, String fact) {
        JsonNode said = last.path(member);
        return said.isString() ? said.stringValue() : profile.said().facts().get(fact);
    }

    private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode body, String name, ObjectNode part) {
        if (!part.isEmpty()) {
            body.set(name, part);
        }
    }

    /** A whole number where it is one. */
    private static void putNumber(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            double number = value.getAsDouble();
            if (number == Math.rint(number) && Math.abs(number) < 1e15) {
                node.put(name, (long) number);
            } else {
                node.put(name, number);
            }
        }
    }
}
