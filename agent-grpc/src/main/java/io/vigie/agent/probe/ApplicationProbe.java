package io.vigie.agent.probe;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether each application is there: 1 or 0. */
final class ApplicationProbe implements Probe {

    static final String UP = "application.up";

    private final KernelFiles files;
    private final List<Application> applications;
    private final Duration httpLimit;

    ApplicationProbe(KernelFiles files, List<Application> applications, Duration httpLimit) {
        this.files = files;
        this.applications = applications;
        this.httpLimit = httpLimit;
    }

    @Override
    public String name() {
        return "applications";
    }

    @Override
    public void read(Readings into) throws IOException {
        boolean byProcess = applications.stream().anyMatch(it -> it.check() instanceof Application.Check.Running);
        Set<String> processes = byProcess ? processes() : Set.of();
        for (Application application : applications) {
            into.put(Metric.gauge(UP, "1", "name", application.name()), isUp(application, processes) ? 1 : 0);
        }
    }

    private boolean isUp(Application application, Set<String> processes) {
        if (application.check() instanceof Application.Check.Http http) {
            return answers(http.uri());
        }
        if (application.check() instanceof Application.Check.File file) {
            return Files.exists(files.path(file.path().toString().substring(1)));
        }
        return application.check() instanceof Application.Check.Running process && processes.contains(process.name());
    }

    private boolean answers(URI uri) {
        try {
            URLConnection connection = uri.toURL().openConnection();
            connection.setConnectTimeout((int) httpLimit.toMillis());
            connection.setReadTimeout((int) httpLimit.toMillis());
            connection.setUseCaches(false);
            if (!(connection instanceof HttpURLConnection http)) {
                return false;
            }
            http.setInstanceFollowRedirects(false);
            try {
                int status = http.getResponseCode();
                return status >= 100 && status < 400;
            } finally {
                http.disconnect();
            }
        } catch (IOException e) {
            return false; // no answer is the answer
        }
    }

    /** What runs: names of processes, and the file names of their programs and scripts. */
    private Set<String> processes() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path process : files.list("proc")) {
            if (process.getFileName().toString().matches("[0-9]+")) {
                try {
                    names.add(KernelFiles.text(process.resolve("comm")));
                    names(process.resolve("cmdline"), names);
                } catch (IOException e) {
                    // It ended meanwhile.
                }
            }
        }
        return names;
    }

    private static void names(Path commandLine, Set<String> into) throws IOException {
        String[] words = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).split("\0", 3);
        for (int i = 0; i < Math.min(2, words.length); i++) {
            into.add(words[i].substring(words[i].lastIndexOf('/') + 1));
        }
    }
}
