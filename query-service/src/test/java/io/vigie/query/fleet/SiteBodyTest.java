package io.vigie.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.query.sources.LatestValues;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceProfile.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SiteBodyTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long GIB = 1L << 30;
    private static final String BODY = """
            {"timestamp":1732176000000,"siteId":"cesson-b827eb123456","clubName":"CESSON","hostname":"neopro-cesson",
            "uptime":86400.5,"platform":"linux","arch":"arm64","cpu":{"cores":4,"model":"Cortex-A72","usage":"45.2"},
            "memory":{"total":4096000000,"free":2560000000,"used":1536000000,"percent":"37.5"},"temperature":"52.4",
            "disk":{"filesystem":"/dev/root","size":"32G","used":"12G","available":"18G","percent":40},
            "network":{"wifi":{"ssid":"CESSON"}},
            "services":{"hostapd":"inactive","nginx":"running"},"application":{"admin":true,"webapp":false,"videos":12}}""";

    @Test
    void isTheBodyThatCameWhenItsValuesAreTheSame() {
        SiteValues values = new SiteValues();
        put(values, "system.uptime", 86_400.5);
        put(values, "system.cpu.utilization", 0.452);
        put(values, "system.memory.limit", 4_096_000_000.0);
        put(values, "system.memory.usage", 2_560_000_000.0, "state", "free");
        put(values, "system.memory.usage", 1_536_000_000.0, "state", "used");
        put(values, "system.memory.utilization", 0.375);
        put(values, "hw.temperature", 52.4, "id", "cpu");
        put(values, "system.filesystem.limit", 32.0 * GIB, "mountpoint", "/");
        put(values, "system.filesystem.usage", 12.0 * GIB, "mountpoint", "/", "state", "used");
        put(values, "system.filesystem.usage", 18.0 * GIB, "mountpoint", "/", "state", "free");
        put(values, "system.filesystem.utilization", 0.4, "mountpoint", "/");
        put(values, "service.running", 1, "name", "nginx");
        put(values, "service.running", 0, "name", "hostapd");
        put(values, "application.up", 1, "name", "admin");
        put(values, "application.up", 0, "name", "webapp");
        put(values, "application.videos", 12);

        ObjectNode rebuilt = body(BODY).at(1_732_176_000_000L, values);

        assertThat(JSON.writeValueAsString(rebuilt)).isEqualTo(JSON.writeValueAsString(JSON.readTree(BODY)));
    }

    @Test
    void leavesOutWhatHasNoValue() {
        assertThat(body("{}").at(5, new SiteValues()).toString())
                .isEqualTo("{\"timestamp\":5,\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\","
                        + "\"cpu\":{\"cores\":4,\"model\":\"Cortex-A72\"}}");
    }

    private static SiteBody body(String last) {
        Said said = new Said(
                new TreeMap<>(Map.of("club", "CESSON")),
                new TreeMap<>(Map.of("host.cpu.cores", "4", "host.cpu.model.name", "Cortex-A72")),
                "",
                Duration.ZERO,
                Duration.ZERO);
        SourceProfile profile = new SourceProfile(
                "cesson-b827eb123456",
                false,
                said,
                Duration.ZERO,
                Instant.EPOCH,
                Instant.EPOCH,
                SourceProfile.NO_SAMPLE,
                LatestValues.NONE,
                Optional.empty());
        return new SiteBody(profile, (ObjectNode) JSON.readTree(last));
    }

    private static void put(SiteValues values, String name, double value, String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        values.put(Column.of(name, map, "1", ColumnKind.GAUGE), value);
    }
}
