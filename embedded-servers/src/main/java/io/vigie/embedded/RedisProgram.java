package io.vigie.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.Redis;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The redis-server program, unpacked into a folder of its owner. */
final class RedisProgram {
    private static final long PROBE_SECONDS = 10;

    private RedisProgram() {}

    /**
     * Unpacks the program for this machine into {@code directory} and returns its real path, by which its processes can be
     * told from others.
     *
     * @throws EmbeddedServerException where there is none that runs here
     */
    static Path unpack(Path directory) throws IOException, InterruptedException {
        Path program = directory.toRealPath().resolve("redis-server");
        for (String resource : candidates()) {
            unpack(resource, program);
            if (runs(program)) {
                return program;
            }
        }
        throw new EmbeddedServerException("No redis-server runs on this machine (" + System.getProperty("os.name")
                + ", " + System.getProperty("os.arch") + ") from " + directory + "; is that folder mounted noexec?");
    }

    /** The one made for this machine; on 64-bit Linux then the static 32-bit one, which needs no OpenSSL 3. */
    private static List<String> candidates() {
        Map<OsArchitecture, String> provided = ExecutableProvider.newProvidedVersionsMap();
        OsArchitecture own = OsArchitecture.detectOSandArchitecture();
        Stream<OsArchitecture> fitting =
                own.equals(OsArchitecture.UNIX_x86_64) ? Stream.of(own, OsArchitecture.UNIX_x86) : Stream.of(own);
        return fitting.filter(provided::containsKey).map(provided::get).toList();
    }

    private static void unpack(String resource, Path program) throws IOException {
        try (InputStream in = Redis.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new EmbeddedServerException("The class path lacks " + resource);
            }
            byte[] wanted = in.readAllBytes();
            if (Files.exists(program) && Files.size(program) == wanted.length) {
                return;
            }
            Path temporary = program.resolveSibling(program.getFileName() + ".new");
            Files.write(temporary, wanted);
            if (!temporary.toFile().setExecutable(true, true)) {
                throw new IOException("Can't make " + temporary + " executable");
            }
            Files.move(temporary, program, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean runs(Path program) throws InterruptedException {
        try {
            Process probe = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false; // what can't be executed is not for this machine
        }
    }
}
