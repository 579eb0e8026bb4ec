package io.vigie.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person asked for on the command line. */
sealed interface Command {

    /** Show how it is used. */
    record Help() implements Command {}

    /** What was written makes no sense; one line says why. */
    record Invalid(String reason) implements Command {}

    /**
     * Start everything.
     *
     * @param data where everything is kept
     * @param port of the door, 1 to 65535
     * @param listen address of the door
     * @param tls certificate and key; empty for plain text
     * @param agent whether this machine is reported
     * @param resetAdminPassword whether the account {@code admin} gets a new password, for one that was lost
     */
    record Up(
            Path data, int port, InetAddress listen, Optional<TlsFiles> tls, boolean agent, boolean resetAdminPassword)
            implements Command {

        /** How people on this machine reach the door. */
        String host() {
            return listen.isLoopbackAddress() || listen.isAnyLocalAddress() ? "localhost" : listen.getHostAddress();
        }

        /** {@link #host()} and port. */
        String authority() {
            return (host().contains(":") ? "[" + host() + "]" : host()) + ":" + port;
        }

        /** Whether passwords and keys could be read on their way. */
        boolean isOpenAndPlain() {
            return tls.isEmpty() && !listen.isLoopbackAddress();
        }
    }

    /** Reads the command line. */
    static Command parse(List<String> arguments) {
        if (arguments.isEmpty() || Set.of("help", "--help", "-h").contains(arguments.getFirst())) {
            return new Help();
        }
        if (!arguments.getFirst().equals("up")) {
            return new Invalid("'" + arguments.getFirst() + "' is no command");
        }
        Map<String, String> values = new HashMap<>();
        String wrong = collect(arguments.subList(1, arguments.size()).iterator(), values);
        return wrong != null ? new Invalid(wrong) : up(values);
    }

    private static @Nullable String collect(Iterator<String> arguments, Map<String, String> values) {
        while (arguments.hasNext()) {
            String option = arguments.next();
            switch (option) {
                case "--no-agent", "--reset-admin-password" -> values.put(option, "");
                case "--data", "--port", "--listen", "--tls-cert", "--tls-key" -> {
                    if (!arguments.hasNext()) {
                        return option + " needs a value";
                    }
                    if (values.put(option, arguments.next()) != null) {
                        return option + " is given twice";
                    }
                }
                default -> {
                    return "'" + option + "' is no option of up";
                }
            }
        }
        return null;
    }

    private static Command up(Map<String, String> values) {
        String cert = values.get("--tls-cert");
        String key = values.get("--tls-key");
        if ((cert == null) != (key == null)) {
            return new Invalid("--tls-cert and --tls-key belong together");
        }
        String port = values.getOrDefault("--port", "8080");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            return new Invalid("--port must be a number from 1 to 65535, it is '" + port + "'");
        }
        String listen = values.getOrDefault("--listen", "127.0.0.1");
        try {
            return new Up(
                    Path.of(values.getOrDefault("--data", "data"))
                            .toAbsolutePath()
                            .normalize(),
                    Integer.parseInt(port),
                    InetAddress.getByName(listen),
                    cert == null || key == null
                            ? Optional.empty()
                            : Optional.of(new TlsFiles(
                                    Path.of(cert).toAbsolutePath(), Path.of(key).toAbsolutePath())),
                    !values.containsKey("--no-agent"),
                    values.containsKey("--reset-admin-password"));
        } catch (UnknownHostException e) {
            return new Invalid("--listen must be an address of this machine, it is '" + listen + "'");
        } catch (InvalidPathException e) {
            return new Invalid("'" + e.getInput() + "' is not a path");
        }
    }
}
