package io.vigie.agent;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The agent as a program of its own. */
public final class AgentMain {

    private static final String USAGE = "Usage: java -jar vigie-agent.jar [--config FILE] [--version] [--help]";
    private static final int WRONG_SETTING = 2;

    /** Kept here, or its level would be forgotten. */
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

    private AgentMain() {}

    /** Runs until SIGTERM or SIGINT. */
    public static void main(String[] arguments) throws InterruptedException {
        keepSmall();
        logPlainly();
        try {
            if (arguments.length == 1 && arguments[0].equals("--help")) {
                System.out.println(USAGE);
                System.out.println("Settings are environment variables, or lines NAME=value of FILE; see README.md.");
            } else if (arguments.length == 1 && arguments[0].equals("--version")) {
                System.out.println("vigie-agent " + Version.PRESENT);
            } else {
                run(AgentSettings.fromEnvironment(settings(arguments, System.getenv())));
            }
        } catch (InvalidSettingException e) {
            System.err.println("vigie-agent: " + e.getMessage());
            System.exit(WRONG_SETTING);
        }
    }

    private static void run(AgentSettings settings) throws InterruptedException {
        CountDownLatch faulty = new CountDownLatch(1);
        Agent agent = Agent.start(settings, System.out::println, failure -> {
            Logger.getLogger(AgentMain.class.getName()).log(Level.SEVERE, "A fault of the agent itself", failure);
            faulty.countDown();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "vigie-agent-stop"));
        faulty.await();
        System.exit(1);
    }

    /** The file's settings with the environment's over them. */
    static Map<String, String> settings(String[] arguments, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            Properties file = properties(Path.of(arguments[1]));
            file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
        } else if (arguments.length != 0) {
            throw new InvalidSettingException(String.join(" ", arguments), "is not understood. " + USAGE);
        }
        settings.putAll(environment);
        return settings;
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSettingException("--config", file + " can't be read: " + e);
        }
    }

    /** One connection needs no pools; read by the network library when it is first used. */
    private static void keepSmall() {
        String netty = "io.grpc.netty.shaded.io.netty.";
        System.setProperty(netty + "allocator.type", "unpooled");
        System.setProperty(netty + "noPreferDirect", "true");
        System.setProperty(netty + "eventLoopThreads", "1");
    }

    /** One line per event; the system's journal adds the time. */
    private static void logPlainly() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
        GRPC_LOG.setLevel(Level.SEVERE);
    }
}
