package io.vigie.ingest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.ingest.fleet.FleetParser.Sender;
import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.JsonText;
import io.vigie.proto.alerts.v1.AlertLevel;
import io.vigie.proto.alerts.v1.ReportedAlert;
import io.vigie.proto.alerts.v1.ReportedAlerts;
import io.vigie.proto.metrics.v1.Column;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetParserTest {

    private static final long NOW = 1_732_176_060_000L;
    private static final Sender NOBODY = new Sender(null, null);

    /** The whole body of REQUIREMENTS. */
    static final String WHOLE = """
            { "timestamp": 1732176000000, "siteId": "cesson-b827eb123456", "clubName": "CESSON",
              "hostname": "neopro-cesson", "uptime": 86400.5, "platform": "linux", "arch": "arm64",
              "cpu": {"cores": 4, "model": "Cortex-A72", "usage": "45.2"},
              "memory": {"total": 4096000000, "free": 2560000000, "used": 1536000000, "percent": "37.5"},
              "temperature": "52.4",
              "disk": {"filesystem": "/dev/root", "size": "32G", "used": "12G", "available": "18G", "percent": 40},
              "network": {"interfaces": {"wlan0": [{"address": "192.168.4.1", "netmask": "255.255.255.0", "mac": "b8:27:eb:12:34:56"}]}, "wifi": {"ssid": "CESSON"}},
              "services": {"neopro-app": "running", "neopro-admin": "running", "nginx": "running", "hostapd": "stopped"},
              "application": {"webapp": true, "server": true, "admin": true, "videos": 12},
              "alerts": [{"level": "warning", "type": "disk", "message": "Espace disque faible: 91% utilisé", "value": 91}] }
            """;

    private static FleetMessage parse(String body) throws InvalidBodyException {
        return FleetParser.parse(body.getBytes(UTF_8), NOBODY, NOW);
    }

    private static FleetMessage.Metrics metrics(String body) throws InvalidBodyException {
        return (FleetMessage.Metrics) parse(body);
    }

    /** Of one site, with these further members. */
    private static FleetMessage.Metrics with(String members) throws InvalidBodyException {
        return metrics("{\"siteId\":\"x\"," + members + "}");
    }

    private static void refused(String members, String message) {
        assertThatThrownBy(() -> with(members))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith(message);
    }

    static Map<String, Double> named(Map<Column, Double> values) {
        Map<String, Double> named = new TreeMap<>();
        values.forEach((column, value) ->
                named.put(column.getName() + new TreeMap<>(column.getLabelsMap()) + " " + column.getUnit(), value));
        return named;
    }

    @Test
    void readsTheWholeBodyOfTheManual() throws Exception {
        FleetMessage.Metrics metrics = metrics(WHOLE);

        assertThat(metrics.site().value()).isEqualTo("cesson-b827eb123456");
        assertThat(metrics.club()).contains("CESSON");
        assertThat(metrics.timestamp()).isEqualTo(1_732_176_000_000L);
        assertThat(JsonText.of(metrics.echo())).isEqualTo("1732176000000");
        assertThat(named(metrics.values()))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("system.cpu.utilization{} 1", 0.452),
                        Map.entry("system.memory.limit{} By", 4.096e9),
                        Map.entry("system.memory.usage{state=used} By", 1.536e9),
                        Map.entry("system.memory.usage{state=free} By", 2.56e9),
                        Map.entry("system.memory.utilization{} 1", 0.375),
                        Map.entry("hw.temperature{id=cpu} Cel", 52.4),
                        Map.entry("system.filesystem.limit{mountpoint=/} By", 32 * Math.pow(2, 30)),
                        Map.entry("system.filesystem.usage{mountpoint=/, state=used} By", 12 * Math.pow(2, 30)),
                        Map.entry("system.filesystem.usage{mountpoint=/, state=free} By", 18 * Math.pow(2, 30)),
                        Map.entry("system.filesystem.utilization{mountpoint=/} 1", 0.4),
                        Map.entry("system.uptime{} s", 86400.5),
                        Map.entry("service.running{name=neopro-app} 1", 1.0),
                        Map.entry("service.running{name=neopro-admin} 1", 1.0),
                        Map.entry("service.running{name=nginx} 1", 1.0),
                        Map.entry("service.running{name=hostapd} 1", 0.0),
                        Map.entry("application.up{name=webapp} 1", 1.0),
                        Map.entry("application.up{name=server} 1", 1.0),
                        Map.entry("application.up{name=admin} 1", 1.0),
                        Map.entry("application.videos{} 1", 12.0))));
        assertThat(metrics.facts())
                .isEqualTo(Map.of(
                        "host.name", "neopro-cesson",
                        "os.type", "linux",
                        "host.arch", "arm64",
                        "host.cpu.model.name", "Cortex-A72",
                        "host.cpu.cores", "4",
                        "system.filesystem.device", "/dev/root",
                        "network.wifi.ssid", "CESSON",
                        "host.ip", "192.168.4.1",
                        "host.mac", "b8:27:eb:12:34:56"));
        assertThat(metrics.alerts())
                .contains(ReportedAlerts.newBuilder()
                        .addAlerts(ReportedAlert.newBuilder()
                                .setLevel(AlertLevel.ALERT_LEVEL_WARNING)
                                .setType("disk")
                                .setMessage("Espace disque faible: 91% utilisé")
                                .setValue("91"))
                        .build());
        assertThat(metrics.body())
                .startsWith("{\"timestamp\":1732176000000,\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\",")
                .endsWith("\"application\":{\"webapp\":true,\"server\":true,\"admin\":true,\"videos\":12}}")
                .contains("\"uptime\":86400.5", "\"usage\":\"45.2\"");
    }

    @Test
    void readsTheSmallBodyOfTheManual() throws Exception {
        FleetMessage.Metrics metrics = (FleetMessage.Metrics) FleetParser.parse(
                """
                {"cpu": {"usage": "45.2"}, "memory": {"percent": "37.5"}, "temperature": "52.4", "disk": {"percent": "40%"},
                 "services": {"nginx": "running"}, "alerts": []}""".getBytes(UTF_8), new Sender(" saint \u00e9tienne-b827eb123456 ", "SAINT \u00c9TIENNE"), NOW);

        assertThat(metrics.site().value()).isEqualTo("saint étienne-b827eb123456");
        assertThat(metrics.club()).contains("SAINT ÉTIENNE");
        assertThat(metrics.timestamp()).isEqualTo(NOW);
        assertThat(JsonText.of(metrics.echo())).isEqualTo(Long.toString(NOW));
        assertThat(metrics.values()).hasSize(5);
        assertThat(metrics.alerts()).contains(ReportedAlerts.getDefaultInstance());
    }

    @Test
    void readsAHeartbeat() throws Exception {
        assertThat(parse("{\"siteId\":\"a\",\"clubName\":\"A\",\"timestamp\":1732176000000,\"type\":\"heartbeat\"}"))
                .isInstanceOf(FleetMessage.Heartbeat.class)
                .satisfies(it -> assertThat(it.club()).contains("A"));
        assertThat(parse("{\"siteId\":\"a\",\"type\":\"metrics\"}")).isInstanceOf(FleetMessage.Metrics.class);
    }

    @Test
    void theBodyWinsOverTheHeaders() throws Exception {
        Sender sender = new Sender("header", "HEADER");
        FleetMessage both =
                FleetParser.parse("{\"siteId\":\"body\",\"clubName\":\"BODY\"}".getBytes(UTF_8), sender, NOW);
        assertThat(both.site().value()).isEqualTo("body");
        assertThat(both.club()).contains("BODY");
        FleetMessage blank = FleetParser.parse("{\"siteId\":\" \",\"clubName\":null}".getBytes(UTF_8), sender, NOW);
        assertThat(blank.site().value()).isEqualTo("header");
        assertThat(blank.club()).contains("HEADER");
    }

    @Test
    void absentNullAndCutAlertsSayNothingAndAnEmptyListSaysThatThereAreNone() throws Exception {
        assertThat(with("\"a\":1").alerts()).isEmpty();
        assertThat(with("\"alerts\":null").alerts()).isEmpty();
        assertThat(metrics("{\"siteId\":\"x\",\"cpu\":{\"usage\":5},\"alerts\":[{\"level\":\"war")
                        .alerts())
                .isEmpty();
        assertThat(with("\"alerts\":[]").alerts()).contains(ReportedAlerts.getDefaultInstance());
        assertThat(with("\"alerts\":[null]").alerts()).contains(ReportedAlerts.getDefaultInstance());
        assertThat(with("\"alerts\":[],\"uptime\":1").body()).isEqualTo("{\"siteId\":\"x\",\"uptime\":1}");
    }

    @Test
    void everyBodyThatTheOldAgentCutsIsTaken() throws Exception {
        byte[] whole = WHOLE.strip().replace("CESSON", "CESSON-SÉVIGNÉ").getBytes(UTF_8);
        int characters = new String(whole, UTF_8).length();
        FleetMessage.Metrics metrics =
                (FleetMessage.Metrics) FleetParser.parse(java.util.Arrays.copyOf(whole, characters), NOBODY, NOW);

        assertThat(whole.length).isGreaterThan(characters);
        assertThat(metrics.alerts()).isEmpty();
        assertThat(metrics.values()).hasSize(19);
        assertThat(metrics.body()).doesNotContain("alerts").endsWith("\"videos\":12}}");
    }

    @ParameterizedTest
    @CsvSource({
        "1732176000000, 1732176000000",
        "1732176000, 1732176000000",
        "1732176000.25, 1732176000250",
        "'\"1732176000000\"', 1732176000000",
        "1.732176e12, 1732176000000",
        "0, 0",
        "-5, -5000",
    })
    void timestampsAreSecondsOrMilliseconds(String written, long millis) throws Exception {
        FleetMessage.Metrics metrics = with("\"timestamp\":" + written);
        assertThat(metrics.timestamp()).isEqualTo(millis);
        assertThat(JsonText.of(metrics.echo())).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"32G\"|34359738368",
                "\"32Gi\"|34359738368",
                "\"32GiB\"|34359738368",
                "\"32g\"|34359738368",
                "\"1.5T\"|1649267441664",
                "\"1,5T\"|1649267441664",
                "\"512M\"|536870912",
                "\"4.0K\"|4096",
                "\"12k\"|12288",
                "\"1P\"|1125899906842624",
                "\"0\"|0",
                "\"0B\"|0",
                "\" 7.3 G \"|7838315315",
                "1536000000|1536000000",
                "1.5e9|1500000000",
                "\"1.5e9\"|1500000000",
            })
    void sizesAreTakenAsDfPrintsThem(String written, double bytes) throws Exception {
        assertThat(named(with("\"disk\":{\"size\":" + written + "}").values()))
                .containsExactly(Map.entry("system.filesystem.limit{mountpoint=/} By", bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "45.2|0.452",
                "\"45.2\"|0.452",
                "\"45,2\"|0.452",
                "\"45.2%\"|0.452",
                "\"45 %\"|0.45",
                "0|0",
                "100|1",
                "0.7|0.007"
            })
    void percentagesBecomeShares(String written, double share) throws Exception {
        assertThat(with("\"cpu\":{\"usage\":" + written + "}").values().values())
                .containsExactly(share);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "52.4",
                "\"52.4\"",
                "\"52,4\"",
                "\"52.4'C\"",
                "\"52.4°C\"",
                "\"52.4 °C\"",
                "\"52.4C\"",
                "\" 52.4 \""
            })
    void temperaturesAreDegrees(String written) throws Exception {
        assertThat(with("\"temperature\":" + written).values().values()).containsExactly(52.4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cpu\":null",
                "\"cpu\":{}",
                "\"cpu\":{\"usage\":null}",
                "\"temperature\":\"\"",
                "\"temperature\":\"N/A\"",
                "\"disk\":{\"size\":\"-\"}",
                "\"services\":{\"nginx\":null,\"hostapd\":\"unknown\"}",
                "\"application\":{\"videos\":null,\"version\":\"1.2.3\",\"list\":[],\"more\":{}}",
                "\"network\":null",
                "\"network\":{\"interfaces\":{\"lo\":[],\"eth0\":[],\"x\":7}}",
                "\"uptime\":null",
                "\"hostname\":null",
                "\"something\":{\"else\":[1,\"x\"]}",
            })
    void anythingMayBeNullOrMissingOrUnknown(String members) throws Exception {
        assertThat(with(members).values()).isEmpty();
        assertThat(with(members).facts()).isEmpty();
        assertThat(with(members).body()).isEqualTo("{\"siteId\":\"x\"," + members + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cpu\":{\"usage\":NaN}|cpu.usage: must be a finite number",
                "\"cpu\":{\"usage\":\"NaN\"}|cpu.usage: must be a finite number",
                "\"temperature\":Infinity|temperature: must be a finite number",
                "\"temperature\":\"-Infinity\"|temperature: must be a finite number",
                "\"memory\":{\"total\":1e999}|memory.total: must be a finite number",
                "\"memory\":{\"used\":\"1e999\"}|memory.used: must be a finite number",
                "\"other\":{\"x\":[1e999]}|other.x[0]: must be a finite number",
                "\"application\":{\"videos\":\"NaN\"}|application.videos: must be a finite number",
                "\"cpu\":{\"usage\":\"high\"}|cpu.usage: must be a number",
                "\"cpu\":{\"usage\":true}|cpu.usage: must be a number",
                "\"cpu\":7|cpu: must be an object",
                "\"cpu\":{\"model\":[]}|cpu.model: must be a text",
                "\"disk\":{\"used\":\"lots\"}|disk.used: must be a number of bytes or a size such as 32G",
                "\"disk\":{\"used\":\"12X\"}|disk.used: must be a number of bytes or a size",
                "\"services\":[]|services: must be an object",
                "\"services\":{\"nginx\":[]}|services.nginx: must be a state such as running or stopped",
                "\"services\":{\"nginx\":2}|services.nginx: must be a state",
                "\"timestamp\":\"yesterday\"|timestamp: must be a number",
                "\"timestamp\":1e300|timestamp: must be milliseconds or seconds",
                "\"clubName\":{}|clubName: must be a text",
                "\"cpu\":{},\"cpu\":{}|cpu: is there twice",
                "\"alerts\":{}|alerts: must be an array",
                "\"alerts\":[7]|alerts[0]: must be an object",
                "\"alerts\":[{\"level\":\"loud\"}]|alerts[0].level: info, warning or critical is allowed",
                "\"alerts\":[{},{\"type\":\"a b\"}]|alerts[1].type: 1 to 64 of a-z 0-9 _ . - are allowed",
                "\"alerts\":[{\"message\":{}}]|alerts[0].message: must be a text",
            })
    void refusesByName(String members, String message) {
        refused(members, message);
    }

    @Test
    void refusesWhatIsBeyondALimitByName() {
        refused("\"clubName\":\"" + "c".repeat(257) + "\"", "clubName: at most 256 characters");
        refused("\"alerts\":[" + "{},".repeat(100) + "{}]", "alerts: at most 100 are allowed, there are 101");
        refused("\"alerts\":[{\"message\":\"" + "m".repeat(1025) + "\"}]", "alerts[0].message: at most 1024");
        refused("\"alerts\":[{\"value\":\"" + "m".repeat(65) + "\"}]", "alerts[0].value: at most 64");
        refused("\"note\":\"" + "n".repeat(70_000) + "\"", "body: at most 65536 bytes are allowed without its alerts");
        StringBuilder services = new StringBuilder("\"services\":{");
        for (int i = 0; i <= 200; i++) {
            services.append(i == 0 ? "" : ",").append("\"s").append(i).append("\":\"running\"");
        }
        refused(services + "}", "services: at most 200 are allowed, there are 201");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|siteId: must be given, in the body or as the header X-Site-ID",
                "{\"siteId\":null}|siteId: must be given",
                "{\"siteId\":\"a/b\"}|siteId: only letters, digits",
                "{\"siteId\":[]}|siteId: must be a text",
                "[]|body: must be an object",
                "7|body: must be an object",
            })
    void refusesWithoutASite(String body, String message) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void alertsAreKnownByTypeAndWhatTheyAreAbout() throws Exception {
        ReportedAlerts alerts = with("""
                "alerts":[{"level":"CRITICAL","type":"Service","message":"Service nginx arrêté"},
                          {"type":"service","message":"Service hostapd arrêté","service":"hostapd.service"},
                          {"level":"info","type":"disk","volume":"/data","value":91.50},
                          {"level":null,"type":null,"message":null,"value":null}]""").alerts().orElseThrow();
        assertThat(alerts.getAlertsList())
                .extracting(it ->
                        it.getLevel().getNumber() + " " + it.getType() + " " + it.getObject() + " " + it.getValue())
                .containsExactly("3 service nginx ", "2 service hostapd.service ", "1 disk /data 91.50", "2 other  ");
    }
}
