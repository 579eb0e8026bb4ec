package io.vigie.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code vigie up}: starts everything in one process. Exit code 1 where it could not, 2 for a wrong command line. */
public final class VigieMain {
    private static final int COULD_NOT = 1;
    private static final int WRONG_USE = 2;

    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private VigieMain() {}

    /** Does what the command line says. */
    public static void main(String[] arguments) {
        switch (Command.parse(List.of(arguments))) {
            case Command.Help() -> help();
            case Command.Invalid(String reason) -> end(WRONG_USE, reason + "; './vigie help' says what there is.");
            case Command.Up up -> up(up);
        }
    }

    /** The same file that {@code ./vigie help} shows without building anything. */
    private static void help() {
        try (InputStream usage = Objects.requireNonNull(VigieMain.class.getResourceAsStream("usage.txt"))) {
            usage.transferTo(System.out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void up(Command.Up up) {
        try {
            up.tls().ifPresent(TlsFiles::check);
            DoorAddress.check(up.listen(), up.port());
            DataFolder data = DataFolder.lock(up.data());
            // Before the first logger; Spring Boot would set logging up once per service.
            System.setProperty("vigie.log.directory", data.resolve("logs").toString());
            System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
            if (up.isOpenAndPlain()) {
                System.err.println("Warning: passwords and keys travel in plain text to "
                        + up.listen().getHostAddress() + ":" + up.port() + ". Use --tls-cert and --tls-key.");
            }
            start(up, data);
        } catch (StartFailure e) {
            end(COULD_NOT, String.valueOf(e.getMessage()));
        }
    }

    private static void start(Command.Up up, DataFolder data) {
        var running = new Running();
        Runtime.getRuntime().addShutdownHook(new Thread(new Stop(running, data), "stop"));
        Vigie vigie = Vigie.start(up, data, running, VigieMain::endSoon);
        System.out.print(vigie.summary(ManagementFactory.getRuntimeMXBean().getUptime()));
        vigie.shown();
    }

    /** From a thread that must not wait for its own end. */
    private static void endSoon(String reason) {
        Thread.ofPlatform().name("end").start(() -> end(COULD_NOT, "Vigie stops. " + reason));
    }

    /** Of several reasons the first is the one to tell. */
    private static void end(int status, String line) {
        if (ENDING.compareAndSet(false, true)) {
            System.err.println(line);
        }
        System.exit(status);
    }
}
