package io.vigie.agent;

import io.vigie.agent.probe.Application;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link AgentSettings} of names and texts. */
final class SettingsReader {

    static final String SERVER = "MONITORING_SERVER";
    static final String SITE_ID = "SITE_ID";
    static final String CLUB_NAME = "CLUB_NAME";
    static final String INTERVAL = "MONITORING_INTERVAL";
    static final String KEY = "VIGIE_KEY";
    static final String FLEET_KEY = "VIGIE_FLEET_KEY";
    static final String DATA_DIR = "VIGIE_DATA_DIR";
    static final String HEARTBEAT_INTERVAL = "VIGIE_HEARTBEAT_INTERVAL";
    static final String SERVICES = "VIGIE_SERVICES";
    static final String APPLICATIONS = "VIGIE_APPLICATIONS";
    static final String TRUST_FILE = "VIGIE_TRUST_FILE";
    static final String BUFFER_SIZE = "VIGIE_BUFFER_SIZE";

    private static final long MEBIBYTE = 1L << 20;
    private static final long MOST_BUFFER = 64L * 1024 * MEBIBYTE;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})\\s*(|B|KiB|MiB|GiB)");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@\\\\][A-Za-z0-9:_.@\\\\-]{0,127}");
    private static final Pattern CLUB = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    private final Map<String, String> texts;

    SettingsReader(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    AgentSettings read() {
        ServerAddress server = ServerAddress.parse(
                SERVER,
                text(SERVER).orElseThrow(() -> new InvalidSettingException(SERVER, "is missing: host:port or a URL")));
        return new AgentSettings(
                server,
                key(KEY).or(server::key),
                key(FLEET_KEY),
                text(SITE_ID).map(SettingsReader::source),
                text(CLUB_NAME).map(SettingsReader::club),
                millis(INTERVAL, Duration.ofMinutes(5), Duration.ofDays(1)),
                millis(HEARTBEAT_INTERVAL, Duration.ofSeconds(30), Duration.ofHours(1)),
                dataDirectory(),
                list(SERVICES).stream().map(SettingsReader::unit).toList(),
                list(APPLICATIONS).stream().map(SettingsReader::application).toList(),
                trustFile(),
                bufferSize());
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private List<String> list(String name) {
        return text(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    private Optional<ApiKey> key(String name) {
        return text(name)
                .map(text -> ApiKey.parse(text)
                        .orElseThrow(() ->
                                new InvalidSettingException(name, "is not a key (avl_ and 40 letters and digits)")));
    }

    private static SourceId source(String text) {
        try {
            return new SourceId(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(SITE_ID, String.valueOf(e.getMessage()));
        }
    }

    private static String club(String text) {
        if (!CLUB.matcher(text).matches()) {
            throw new InvalidSettingException(CLUB_NAME, "1 to 256 characters without control characters are allowed");
        }
        return text;
    }

    private static String unit(String text) {
        if (!UNIT.matcher(text).matches()) {
            throw new InvalidSettingException(SERVICES, "'" + text + "' is not the name of a systemd unit");
        }
        return text;
    }

    private static Application application(String text) {
        try {
            return Application.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(APPLICATIONS, String.valueOf(e.getMessage()));
        }
    }

    private Duration millis(String name, Duration absent, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        String digits = text.get();
        long millis = digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : 0;
        if (millis < 1000 || millis > most.toMillis()) {
            throw new InvalidSettingException(
                    name, "must be milliseconds from 1000 to " + most.toMillis() + ", it is '" + digits + "'");
        }
        return Duration.ofMillis(millis);
    }

    private Path dataDirectory() {
        return text(DATA_DIR)
                .or(() -> text("STATE_DIRECTORY"))
                .map(text -> path(DATA_DIR, text))
                .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".local", "state", "vigie-agent"));
    }

    private Optional<Path> trustFile() {
        Optional<Path> file = text(TRUST_FILE).map(text -> path(TRUST_FILE, text));
        file.ifPresent(path -> {
            if (!Files.isReadable(path)) {
                throw new InvalidSettingException(TRUST_FILE, path + " can't be read");
            }
        });
        return file;
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(name, "is not a path");
        }
    }

    private long bufferSize() {
        Optional<String> text = text(BUFFER_SIZE);
        if (text.isEmpty()) {
            return 256 * MEBIBYTE;
        }
        Matcher matcher = SIZE.matcher(text.get());
        long factor = matcher.matches() ? factor(matcher.group(2)) : 0;
        long number = factor == 0 ? 0 : Long.parseLong(matcher.group(1));
        if (factor == 0 || number < MEBIBYTE / factor || number > MOST_BUFFER / factor) {
            throw new InvalidSettingException(
                    BUFFER_SIZE, "must be 1MiB to 64GiB (B, KiB, MiB, GiB), it is '" + text.get() + "'");
        }
        return number * factor;
    }

    private static long factor(String unit) {
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }
}
