package io.vigie.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    private static final String SYSTEMCTL = "ActiveState=active\n\nActiveState=inactive\n\nActiveState=reloading\n";

    @TempDir
    Path root;

    private Pi pi;

    @BeforeEach
    void copyTheFixture() throws IOException {
        pi = new Pi(root);
    }

    private static Map<String, Double> values(Readings readings) {
        return readings.values().entrySet().stream()
                .collect(Collectors.toMap(
                        it -> it.getKey().name() + new TreeMap<>(it.getKey().labels()), Map.Entry::getValue));
    }

    @Test
    void readsEverythingOfARaspberryPi() throws IOException {
        Machine machine = pi.machine(
                List.of("neopro-app", "hostapd", "nginx"),
                List.of(
                        new Application("server", new Application.Check.Running("server.js")),
                        new Application("web", new Application.Check.Running("nginx")),
                        new Application("videos", new Application.Check.Running("vlc")),
                        new Application("admin", new Application.Check.File(Path.of("/opt/neopro/admin"))),
                        new Application("gone", new Application.Check.File(Path.of("/opt/neopro/gone")))),
                SYSTEMCTL);
        machine.readAll();
        pi.write("proc/stat", "cpu  254923 1201 98313 11843231 20345 0 4312 0 0 0\n");

        assertThat(values(machine.readAll()))
                .containsOnly(
                        entry("system.cpu.utilization{}", 0.143),
                        entry("system.cpu.load_average.1m{}", 0.52),
                        entry("system.cpu.load_average.5m{}", 0.61),
                        entry("system.cpu.load_average.15m{}", 0.58),
                        entry("system.memory.limit{}", 3884396.0 * 1024),
                        entry("system.memory.usage{state=used}", (3884396.0 - 2912004) * 1024),
                        entry("system.memory.usage{state=free}", 1652348.0 * 1024),
                        entry("system.memory.usage{state=cached}", (98124.0 + 1204560 + 88120) * 1024),
                        entry("system.memory.utilization{}", 0.25),
                        entry("hw.temperature{id=cpu}", 52.4),
                        entry("system.filesystem.usage{mountpoint=/, state=used}", 12e9),
                        entry("system.filesystem.usage{mountpoint=/, state=free}", 18e9),
                        entry("system.filesystem.utilization{mountpoint=/}", 0.4),
                        entry("system.filesystem.usage{mountpoint=/boot/firmware, state=used}", 12e9),
                        entry("system.filesystem.usage{mountpoint=/boot/firmware, state=free}", 18e9),
                        entry("system.filesystem.utilization{mountpoint=/boot/firmware}", 0.4),
                        entry("system.filesystem.usage{mountpoint=/media/usb stick, state=used}", 12e9),
                        entry("system.filesystem.usage{mountpoint=/media/usb stick, state=free}", 18e9),
                        entry("system.filesystem.utilization{mountpoint=/media/usb stick}", 0.4),
                        entry("system.disk.io{device=mmcblk0, direction=read}", 3102456.0 * 512),
                        entry("system.disk.io{device=mmcblk0, direction=write}", 4512304.0 * 512),
                        entry("system.disk.io{device=sda, direction=read}", 4096.0 * 512),
                        entry("system.disk.io{device=sda, direction=write}", 8.0 * 512),
                        entry("system.network.io{device=eth0, direction=receive}", 0.0),
                        entry("system.network.io{device=eth0, direction=transmit}", 0.0),
                        entry("system.network.errors{device=eth0, direction=receive}", 0.0),
                        entry("system.network.errors{device=eth0, direction=transmit}", 0.0),
                        entry("system.network.io{device=wlan0, direction=receive}", 912345678.0),
                        entry("system.network.io{device=wlan0, direction=transmit}", 123456789.0),
                        entry("system.network.errors{device=wlan0, direction=receive}", 3.0),
                        entry("system.network.errors{device=wlan0, direction=transmit}", 1.0),
                        entry("system.wifi.signal{device=wlan0}", -52.0),
                        entry("system.uptime{}", 86401.0),
                        entry("service.running{name=neopro-app}", 1.0),
                        entry("service.running{name=hostapd}", 0.0),
                        entry("service.running{name=nginx}", 1.0),
                        entry("application.up{name=server}", 1.0),
                        entry("application.up{name=web}", 1.0),
                        entry("application.up{name=videos}", 0.0),
                        entry("application.up{name=admin}", 1.0),
                        entry("application.up{name=gone}", 0.0));
    }

    @Test
    void describesARaspberryPi() {
        assertThat(pi.machine().facts())
                .contains(
                        entry("host.name", "neopro-cesson"),
                        entry("os.type", "linux"),
                        entry("os.description", "Debian GNU/Linux 12 (bookworm)"),
                        entry("host.cpu.model.name", "Cortex-A72"),
                        entry("host.cpu.cores", "4"),
                        entry("device.model", "Raspberry Pi 4 Model B Rev 1.4"),
                        entry("host.mac", "b8:27:eb:12:34:56"),
                        entry("host.ip", "192.168.4.1"),
                        entry("network.wifi.ssid", "CESSON"));
        assertThat(MachineFacts.architecture("aarch64")).isEqualTo("arm64");
    }

    @Test
    void theFirstReadingHasNoCpuUtilization() {
        assertThat(values(pi.machine().readAll())).doesNotContainKey("system.cpu.utilization{}");
    }

    @Test
    void aProbeThatFailsLeavesAGapAndTheOthersGoOn() throws IOException {
        pi.write("proc/meminfo", "MemTotal: many kB\n");
        pi.write("proc/loadavg", "");
        pi.write("sys/class/thermal/thermal_zone0/temp", "hot");
        Machine machine = pi.machine(List.of("nginx"), List.of(), "Failed to connect to bus");

        assertThat(values(machine.readAll()))
                .containsKeys("system.uptime{}", "system.network.io{device=wlan0, direction=receive}")
                .doesNotContainKeys(
                        "system.memory.limit{}",
                        "system.cpu.load_average.1m{}",
                        "hw.temperature{id=cpu}",
                        "service.running{name=nginx}");

        pi.write("sys/class/thermal/thermal_zone0/temp", "81234");
        assertThat(values(machine.readAll())).containsEntry("hw.temperature{id=cpu}", 81.2);
    }

    @Test
    void whatTheMachineDoesNotHaveIsLeftOut() throws IOException {
        pi.remove("proc/net/wireless");
        pi.remove("sys/class/thermal/thermal_zone0/type");

        assertThat(values(pi.machine().readAll()))
                .doesNotContainKeys("system.wifi.signal{device=wlan0}", "hw.temperature{id=cpu}");
        assertThat(pi.machine().facts()).doesNotContainKey("network.wifi.ssid");
    }

    @Test
    void takesTheProcessorsSensorAmongOthers() throws IOException {
        Files.createDirectories(root.resolve("sys/class/hwmon/hwmon3"));
        pi.write("sys/class/hwmon/hwmon3/name", "k10temp\n").write("sys/class/hwmon/hwmon3/temp1_input", "61250\n");
        pi.write("sys/class/thermal/thermal_zone0/type", "battery\n");

        assertThat(values(pi.machine().readAll())).containsEntry("hw.temperature{id=cpu}", 61.3);
    }

    @Test
    void inAContainerTheRootIsReportedAndFilesThatAreMountedAreNot() throws IOException {
        Files.write(root.resolve("etc/hosts"), new byte[0]);
        pi.write("proc/self/mounts", "overlay / overlay rw 0 0\n/dev/sda1 /etc/hosts ext4 rw 0 0\n");

        assertThat(values(pi.machine().readWatched()))
                .containsKey("system.filesystem.utilization{mountpoint=/}")
                .doesNotContainKey("system.filesystem.utilization{mountpoint=/etc/hosts}");
    }

    @Test
    void anApplicationThatDoesNotAnswerIsMissing() {
        Machine machine = pi.machine(
                List.of(),
                List.of(new Application("web", new Application.Check.Http(URI.create("http://127.0.0.1:9/")))),
                "");

        assertThat(values(machine.readWatched())).containsEntry("application.up{name=web}", 0.0);
    }

    @Test
    void knowsItsHardwareAddress() throws IOException {
        assertThat(pi.machine().mac()).hasValue("b8:27:eb:12:34:56");

        pi.write("sys/class/net/eth0/address", "00:00:00:00:00:00\n");
        assertThat(pi.machine().mac()).hasValue("b8:27:eb:12:34:57");
    }
}
