package io.vigie.ingest.fleet;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The texts of a body that describe a site, under the names that the agent gives them. */
final class FleetFacts {

    private static final int LONGEST = 512;

    private final Map<String, String> facts = new LinkedHashMap<>();

    private FleetFacts() {}

    static Map<String, String> of(Json.Obj body) throws InvalidBodyException {
        FleetFacts facts = new FleetFacts();
        facts.read(body);
        return facts.facts;
    }

    private void read(Json.Obj body) throws InvalidBodyException {
        put("host.name", Lenient.text("hostname", body.get("hostname")));
        put("os.type", Lenient.text("platform", body.get("platform")));
        put("host.arch", Lenient.text("arch", body.get("arch")));
        Json.Obj cpu = Lenient.object("cpu", body.get("cpu"));
        put("host.cpu.model.name", Lenient.text("cpu.model", cpu.get("model")));
        put("host.cpu.cores", Lenient.text("cpu.cores", cpu.get("cores")));
        Json.Obj disk = Lenient.object("disk", body.get("disk"));
        put("system.filesystem.device", Lenient.text("disk.filesystem", disk.get("filesystem")));
        Json.Obj network = Lenient.object("network", body.get("network"));
        Json.Obj wifi = Lenient.object("network.wifi", network.get("wifi"));
        put("network.wifi.ssid", Lenient.text("network.wifi.ssid", wifi.get("ssid")));
        address(Lenient.object("network.interfaces", network.get("interfaces")));
    }

    private void put(String name, Optional<String> text) {
        text.ifPresent(it -> facts.put(name, cut(it)));
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }

    /** Of the first interface that is not the machine's own. */
    private void address(Json.Obj interfaces) {
        for (Map.Entry<String, Json> each : interfaces.members().entrySet()) {
            if (!each.getKey().equals("lo")
                    && each.getValue() instanceof Json.Arr addresses
                    && !addresses.items().isEmpty()
                    && addresses.items().getFirst() instanceof Json.Obj first) {
                put("host.ip", plain(first.get("address")));
                put("host.mac", plain(first.get("mac")));
                return;
            }
        }
    }

    private static Optional<String> plain(Json value) {
        return value instanceof Json.Text text ? Optional.of(text.value()) : Optional.empty();
    }
}
