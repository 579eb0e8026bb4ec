import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts Vigie on a data folder of its own, reports errors over its door, and waits until each of them is counted. Needs the JDK
 * alone; the same seed sends the same errors. README.md beside it says how to run it and what its lines mean.
 */
public final class ErrorLoad {

    private static final int REPEATED_EACH = 50;
    private static final int REPEATED_AFTER = 25;
    private static final double ZIPF = 1.0;
    private static final double TICKS_PER_SECOND = 100.0;

    record Options(
            String vigie,
            Path data,
            int port,
            int warmUp,
            int events,
            int issues,
            int services,
            int bytes,
            int connections,
            double rate,
            int seconds,
            long seed,
            boolean distinct) {

        static Options of(String[] args) {
            Map<String, String> given = new HashMap<>(Map.of(
                    "vigie", "./vigie", "port", "18480", "warm-up", "5000", "events", "20000", "issues", "200",
                    "services", "8", "bytes", "25000", "connections", "16", "rate", "0", "seconds", "300"));
            given.put("seed", "1");
            given.put("distinct", "false");
            for (int i = 0; i + 1 < args.length; i += 2) {
                if (!args[i].startsWith("--") || !given.containsKey(args[i].substring(2)) && !args[i].equals("--data")) {
                    throw new IllegalArgumentException("not known: " + args[i]);
                }
                given.put(args[i].substring(2), args[i + 1]);
            }
            if (args.length % 2 != 0 || !given.containsKey("data")) {
                throw new IllegalArgumentException("java bench/ErrorLoad.java --data NEW_FOLDER [--option value]…");
            }
            return new Options(
                    given.get("vigie"), Path.of(given.get("data")), number(given, "port"), number(given, "warm-up"),
                    number(given, "events"), number(given, "issues"), number(given, "services"), number(given, "bytes"),
                    number(given, "connections"), Double.parseDouble(given.get("rate")), number(given, "seconds"),
                    number(given, "seed"), Boolean.parseBoolean(given.get("distinct")));
        }

        private static int number(Map<String, String> given, String name) {
            return Integer.parseInt(given.get(name));
        }
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.of(args);
        if (Files.exists(options.data())) {
            throw new IllegalArgumentException(options.data() + " is there already: name a new folder");
        }
        try (Server server = Server.start(options)) {
            Door door = Door.signIn(options.port(), server.password());
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < options.services(); i++) {
                keys.add(door.key("bench-" + i));
            }
            Load load = new Load(options, keys);
            long counted = 0;
            if (options.warmUp() > 0) {
                counted = run("warm-up", options, load, door, server, 0, options.warmUp(), 0);
            }
            run("run", options, load, door, server, options.warmUp(), options.events(), counted);
        }
    }

    /** Sends, waits until all is counted, prints; returns what is counted then. */
    private static long run(
            String name, Options options, Load load, Door door, Server server, int first, int events, long before)
            throws Exception {
        long disk = server.disk();
        double cpu = server.cpuSeconds();
        long begun = System.nanoTime();
        Sent sent = load.send(first, events);
        double accepting = seconds(begun);
        double deadline = accepting + options.seconds();
        long counted = door.counted();
        while (counted < before + sent.unique()) {
            if (seconds(begun) > deadline) {
                throw new IllegalStateException("not drained: " + counted + " of " + (before + sent.unique()) + " counted");
            }
            TimeUnit.MILLISECONDS.sleep(250);
            counted = door.counted();
        }
        if (counted != before + sent.unique()) {
            throw new IllegalStateException("counted " + counted + ", but sent " + (before + sent.unique()));
        }
        double draining = seconds(begun);
        double used = server.cpuSeconds() - cpu;
        System.out.printf(
                Locale.ROOT,
                "%s: %d accepted (%d different ids, each counted once) of %d bytes on average, offered %s%n"
                        + "  accepted/s %.0f   drained/s %.0f   in %.1f s + %.1f s   answers p50 %.0f ms p99 %.0f ms   asked to wait %d%n"
                        + "  CPU %.1f s, %.2f ms an error   RSS %d MB   disk +%d MB: %d MB%n",
                name, sent.accepted(), sent.unique(), sent.bytes() / sent.accepted(),
                options.rate() > 0 ? String.format(Locale.ROOT, "%.0f/s", options.rate()) : "as fast as it takes them",
                sent.accepted() / accepting, sent.accepted() / draining, accepting, draining - accepting,
                sent.millis(0.5), sent.millis(0.99), sent.refused(),
                used, 1_000 * used / sent.accepted(), server.residentMegabytes(),
                (server.disk() - disk) >> 20, server.disk() >> 20);
        System.out.println("  folders: " + server.folders());
        return counted;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    record Sent(int accepted, int unique, int refused, long bytes, long[] nanos) {
        double millis(double quantile) {
            return nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
        }
    }

    /** Errors on their way, over connections that are kept, each waiting for its answer. */
    private static final class Load {
        private final Options options;
        private final List<String> keys;
        private final Errors errors;

        Load(Options options, List<String> keys) {
            this.options = options;
            this.keys = keys;
            this.errors = new Errors(options);
        }

        Sent send(int first, int events) throws Exception {
            AtomicInteger next = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            AtomicLong bytes = new AtomicLong();
            long[] nanos = new long[events];
            long begun = System.nanoTime();
            List<CompletableFuture<Void>> connections = new ArrayList<>();
            for (int c = 0; c < options.connections(); c++) {
                CompletableFuture<Void> done = new CompletableFuture<>();
                connections.add(done);
                Thread.ofPlatform().daemon().start(() -> {
                    try (Connection connection = new Connection(options.port())) {
                        for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
                            pace(begun, i);
                            int index = first + (repeats(i) ? i - REPEATED_AFTER : i);
                            byte[] body = errors.body(index);
                            String key = keys.get(errors.issue(index) % keys.size());
                            long at = System.nanoTime();
                            int status = connection.post(key, "bench-" + index, body);
                            while (status == 429 || status == 503) {
                                refused.incrementAndGet();
                                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                                status = connection.post(key, "bench-" + index, body);
                            }
                            if (status != 201) {
                                throw new IOException("answered " + status);
                            }
                            nanos[i] = System.nanoTime() - at;
                            bytes.addAndGet(body.length);
                        }
                        done.complete(null);
                    } catch (IOException e) {
                        done.completeExceptionally(e);
                    }
                });
            }
            try {
                CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new))
                        .get(options.seconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("only " + next.get() + " were sent in time", e);
            }
            Arrays.sort(nanos);
            int repeated = 0;
            for (int i = 0; i < events; i++) {
                repeated += repeats(i) ? 1 : 0;
            }
            return new Sent(events, events - repeated, refused.get(), bytes.get(), nanos);
        }

        /** Some are sent again under the same id, as clients do that saw no answer. */
        private static boolean repeats(int i) {
            return i % REPEATED_EACH == REPEATED_EACH - 1;
        }

        private void pace(long begun, int i) {
            if (options.rate() > 0) {
                long due = begun + (long) (i / options.rate() * 1e9);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        }
    }

    /** As little of HTTP as it takes, so that the load costs little beside what it measures. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        int post(String key, String id, byte[] body) throws IOException {
            byte[] head = ("POST /report HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + key + "\r\nIdempotency-Key: " + id
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            out.write(all);
            int status = Integer.parseInt(line().substring(9, 12));
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection was closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Errors as they come: stacks of seven languages, breadcrumbs and a request, texts with ids, names and times in them. */
    private static final class Errors {
        private static final List<String> SYLLABLES = List.of(
                "ka", "lo", "mi", "ren", "tu", "sol", "vi", "dan", "por", "el", "gra", "nu", "shi", "bel", "to", "mar");
        private static final List<String> NOUNS =
                List.of("Order", "Invoice", "Basket", "Session", "Profile", "Shipment", "Payment", "Report", "Cursor", "Ticket");
        private static final List<String> VERBS =
                List.of("load", "store", "merge", "render", "publish", "validate", "resolve", "schedule", "decode", "apply");

        private final Options options;
        private final double[] shares;

        Errors(Options options) {
            this.options = options;
            this.shares = new double[options.issues()];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += 1 / Math.pow(i + 1, ZIPF);
                shares[i] = sum;
            }
        }

        /** Which issue it belongs to: few are frequent, most are rare; or all are different. */
        int issue(int index) {
            if (options.distinct()) {
                return index;
            }
            double drawn = random(index).nextDouble() * shares[shares.length - 1];
            int found = Arrays.binarySearch(shares, drawn);
            return Math.min(found < 0 ? -found - 1 : found, shares.length - 1);
        }

        private Random random(int index) {
            return new Random(options.seed() * 1_000_003 + index);
        }

        byte[] body(int index) {
            Random random = random(index);
            random.nextDouble();
            int issue = issue(index);
            String message = message(issue, random);
            StringBuilder json = new StringBuilder(options.bytes() + 2_000).append("{\"level\":\"error\",\"error\":{\"message\":");
            text(json, message);
            json.append(",\"stack\":");
            text(json, stack(issue, message, options.bytes() * 7 / 10));
            json.append(",\"path\":\"/shop/").append(random.nextInt(100_000)).append("/items\",\"method\":\"POST\"},\"metadata\":{");
            json.append("\"environment\":\"production\",\"release\":\"4.12.").append(random.nextInt(9));
            json.append("\",\"user\":{\"id\":").append(random.nextInt(1_000_000)).append(",\"email\":\"jo").append(random.nextInt(9_999));
            json.append("@example.org\"},\"request\":{\"url\":\"https://shop.example.org/items?page=").append(random.nextInt(99));
            json.append("\",\"headers\":{\"User-Agent\":\"Mozilla/5.0 (X11; Linux x86_64)\",\"Authorization\":\"Bearer s3cr3ts3cr3ts3cr3t\"}},");
            json.append("\"breadcrumbs\":[");
            for (int i = 0; i == 0 || json.length() < options.bytes() - 150; i++) {
                json.append(i == 0 ? "" : ",").append("{\"at\":\"2026-11-30T10:").append(10 + i % 50).append(":00Z\",\"category\":\"http\",");
                json.append("\"message\":\"GET /api/").append(name(random.nextInt(4_096))).append('/').append(random.nextInt(1_000_000));
                json.append(" took ").append(random.nextInt(900)).append(" ms\",\"data\":{\"status\":200,\"cached\":false}}");
            }
            return json.append("]}}").toString().getBytes(StandardCharsets.UTF_8);
        }

        private static String message(int issue, Random random) {
            return switch (issue % 4) {
                case 0 -> NOUNS.get(issue % 10) + " " + random.nextInt(1_000_000) + " not found in " + name(issue);
                case 1 -> name(issue) + " timed out after " + random.nextInt(60_000) + " ms";
                case 2 -> "user" + random.nextInt(9_999) + "@example.org may not " + VERBS.get(issue % 10) + " " + name(issue);
                default -> "unexpected answer from https://" + name(issue) + ".example.org/v1/" + random.nextInt(99_999);
            };
        }

        /** A word that no rule takes for a value. */
        private static String name(int number) {
            StringBuilder name = new StringBuilder();
            for (int rest = number + 16; rest > 0; rest /= 16) {
                name.append(SYLLABLES.get(rest % 16));
            }
            return name.toString();
        }

        private static String capital(String name) {
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        private static String stack(int issue, String message, int characters) {
            StringBuilder stack = new StringBuilder(characters + 200);
            String own = name(issue);
            String type = capital(own) + "Exception";
            switch (issue % 7) {
                case 0 -> stack.append("com.acme.").append(own).append('.').append(type).append(": ").append(message);
                case 1, 2 -> stack.append(capital(own)).append("Error: ").append(message);
                case 3 -> stack.append("Traceback (most recent call last):");
                case 4 -> stack.append("panic: ").append(message).append("\n\ngoroutine 17 [running]:");
                case 5 -> stack.append("PHP Fatal error:  Uncaught Acme\\").append(type).append(": ").append(message)
                        .append(" in /srv/app/src/Main.php:10\nStack trace:");
                default -> stack.append("Acme.").append(type).append(": ").append(message);
            }
            for (int i = 0; i == 0 || stack.length() < characters; i++) {
                String verb = VERBS.get((issue + i) % 10);
                String noun = NOUNS.get((issue / 10 + i) % 10);
                String part = i < 3 ? own : name(i);
                stack.append('\n');
                switch (issue % 7) {
                    case 0 -> stack.append("\tat com.acme.").append(part).append('.').append(noun).append("Service.").append(verb)
                            .append('(').append(noun).append("Service.java:").append(20 + i).append(')');
                    case 1, 2 -> stack.append("    at ").append(noun).append('.').append(verb).append(" (/app/src/").append(part)
                            .append('/').append(verb).append(".js:").append(10 + i).append(":17)");
                    case 3 -> stack.append("  File \"/app/").append(part).append('/').append(verb).append(".py\", line ").append(10 + i)
                            .append(", in ").append(verb).append('_').append(noun.toLowerCase(Locale.ROOT)).append("\n    return self.")
                            .append(verb).append("(value)");
                    case 4 -> stack.append("acme.org/").append(part).append(".(*").append(noun).append(").").append(verb)
                            .append("(0xc000012345, 0x1)\n\t/app/").append(part).append('/').append(verb).append(".go:").append(10 + i)
                            .append(" +0x1d");
                    case 5 -> stack.append('#').append(i).append(" /srv/app/src/").append(part).append('/').append(noun).append(".php(")
                            .append(10 + i).append("): Acme\\").append(noun).append("->").append(verb).append("()");
                    default -> stack.append("   at Acme.").append(capital(part)).append('.').append(noun).append("Service.").append(capital(verb))
                            .append("(String value) in /app/").append(part).append('/').append(noun).append(".cs:line ").append(10 + i);
                }
            }
            if (issue % 7 == 3) {
                stack.append('\n').append(capital(own)).append("Error: ").append(message);
            }
            return stack.toString();
        }

        private static void text(StringBuilder json, String text) {
            json.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\n' -> json.append("\\n");
                    case '\t' -> json.append("\\t");
                    case '"' -> json.append("\\\"");
                    case '\\' -> json.append("\\\\");
                    default -> json.append(c);
                }
            }
            json.append('"');
        }
    }

    /** Vigie as admin. */
    private record Door(HttpClient http, String url, String token) {
        private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
        private static final Pattern KEY = Pattern.compile("\"(avl_\\w+)\"");
        private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

        static Door signIn(int port, String password) throws Exception {
            Door door = new Door(HttpClient.newHttpClient(), "http://localhost:" + port, "");
            String body = "{\"username\":\"admin\",\"password\":\"" + password + "\"}";
            return new Door(door.http, door.url, first(TOKEN, door.ask("POST", "/auth/login", body)));
        }

        String key(String service) throws Exception {
            String body = "{\"name\":\"bench\",\"service\":\"" + service + "\",\"scopes\":[\"errors\"]}";
            return first(KEY, ask("POST", "/api/v1/keys", body));
        }

        /** How many errors of the last day are counted. */
        long counted() throws Exception {
            return Long.parseLong(first(COUNT, ask("GET", "/api/v1/errors/stats", "")));
        }

        private String ask(String method, String path, String body) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        }

        private static String first(Pattern pattern, String text) throws IOException {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.find()) {
                throw new IOException("not understood: " + text);
            }
            return matcher.group(1);
        }
    }

    /** The process, and what it has started in turn. */
    private record Server(Process process, Path data, String password) implements AutoCloseable {
        private static final Pattern PASSWORD = Pattern.compile("Sign in\\s+admin / (\\S+)");

        static Server start(Options options) throws IOException {
            Process process = new ProcessBuilder(
                            options.vigie(), "up", "--data", options.data().toString(), "--port", "" + options.port(), "--no-agent")
                    .redirectErrorStream(true)
                    .start();
            BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher matcher = PASSWORD.matcher(line);
                if (matcher.find()) {
                    Thread.ofVirtual().start(() -> out.lines().forEach(System.out::println));
                    return new Server(process, options.data(), matcher.group(1));
                }
                System.out.println(line);
            }
            throw new IOException("Vigie did not start");
        }

        private Stream<ProcessHandle> all() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        double cpuSeconds() {
            return all().mapToLong(handle -> {
                        String[] fields = read(Path.of("/proc/" + handle.pid() + "/stat")).split("\\) ")[1].split(" ");
                        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                    })
                    .sum() / TICKS_PER_SECOND;
        }

        long residentMegabytes() {
            return all().mapToLong(handle -> {
                        Matcher rss = Pattern.compile("VmRSS:\\s+(\\d+)").matcher(read(Path.of("/proc/" + handle.pid() + "/status")));
                        return rss.find() ? Long.parseLong(rss.group(1)) : 0;
                    })
                    .sum() / 1024;
        }

        long disk() throws IOException {
            return bytes(data);
        }

        String folders() throws IOException {
            StringBuilder all = new StringBuilder();
            try (Stream<Path> folders = Files.list(data)) {
                for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                    all.append(folder.getFileName()).append(' ').append(bytes(folder) >> 20).append(" MB  ");
                }
            }
            return all.toString().strip();
        }

        /** What it takes on disk: files with holes are not as large as they look. */
        private static long bytes(Path folder) throws IOException {
            Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
            return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t")[0]) << 10;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
