package io.vigie.error.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of source files that outlive a build, a release folder and a machine. */
final class SourceFiles {

    private static final Set<String> ROOTS = Set.of(
            "app",
            "code",
            "workspace",
            "work",
            "build",
            "function",
            "functions",
            "application",
            "root",
            "project",
            "usr",
            "var",
            "srv",
            "opt",
            "home",
            "users",
            "mnt",
            "data",
            "tmp",
            "private",
            "builds",
            "layers",
            "snapshot",
            "repo",
            "source");
    private static final Set<String> CONTAINERS = Set.of(
            "src",
            "app",
            "www",
            "html",
            "httpdocs",
            "htdocs",
            "wwwroot",
            "inetpub",
            "site",
            "sites",
            "projects",
            "project",
            "code",
            "dev",
            "git",
            "repos",
            "repo",
            "work",
            "workspace",
            "documents",
            "desktop",
            "apps",
            "task",
            "current",
            "releases",
            "share",
            "local",
            "domains",
            "public_html",
            "go",
            "runner",
            "source",
            "sources",
            "deploy");
    /** Files called so say nothing without their folder. */
    private static final Set<String> COMMON = Set.of(
            "index",
            "__init__",
            "page",
            "route",
            "layout",
            "+page",
            "+server",
            "+layout",
            "mod",
            "views",
            "models",
            "utils",
            "handler",
            "main",
            "controller",
            "service",
            "routes");

    /** Containers that hold the source itself and not a folder for each application. */
    private static final Set<String> APP_FOLDERS =
            Set.of("app", "html", "task", "current", "wwwroot", "public_html", "htdocs");

    private static final int KEPT = 2;

    private SourceFiles() {}

    /** The last two names of a path below the folder it was deployed to, with slashes, without the extension. */
    static String name(String path) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(path.replace('\\', '/').split("/")));
        parts.removeIf(part -> part.isEmpty() || part.equals(".") || part.equals("..") || part.endsWith(":"));
        if (parts.isEmpty()) {
            return "";
        }
        String file = withoutExtension(parts.removeLast());
        boolean rooted = path.startsWith("/") || path.indexOf(':') == 1;
        List<String> below = belowRoot(parts, rooted);
        int kept = KEPT - 1 + (isPlaceholder(below) ? 1 : 0);
        List<String> last = below.subList(Math.max(0, below.size() - kept), below.size());
        return last.isEmpty() ? file : String.join("/", last) + "/" + file;
    }

    private static boolean isPlaceholder(List<String> folders) {
        return !folders.isEmpty() && (folders.getLast().startsWith("[") || COMMON.contains(folders.getLast()));
    }

    private static List<String> belowRoot(List<String> folders, boolean rooted) {
        int from = 0;
        for (int i = 0; i < folders.size(); i++) {
            String folder = folders.get(i).toLowerCase(Locale.ROOT);
            if (folder.equals("releases") || folder.equals("versions")) {
                from = Math.min(folders.size(), i + 2);
            } else if (folder.equals("current")) {
                from = i + 1;
            }
        }
        if (from == 0 && rooted && !folders.isEmpty()) {
            from = deployed(folders);
        }
        return folders.subList(from, folders.size());
    }

    /** How many folders of a rooted path are the place of the deployment and not part of the source. */
    private static int deployed(List<String> folders) {
        String root = folders.getFirst().toLowerCase(Locale.ROOT);
        if (!ROOTS.contains(root)) {
            return 0;
        }
        int from = 1;
        boolean person = root.equals("home") || root.equals("users");
        boolean holds = person
                || Set.of("usr", "var", "srv", "opt", "mnt", "data", "builds").contains(root);
        from += person ? 1 : 0;
        boolean appFolder = false;
        while (!appFolder
                && from < folders.size()
                && (holds || root.equals("root"))
                && isOneOf(CONTAINERS, folders.get(from))) {
            appFolder = isOneOf(APP_FOLDERS, folders.get(from));
            from++;
        }
        return Math.min(folders.size(), holds && !appFolder ? from + 1 : from);
    }

    private static boolean isOneOf(Set<String> names, String folder) {
        return names.contains(folder.toLowerCase(Locale.ROOT));
    }

    private static String withoutExtension(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 && file.length() - dot <= 8 ? file.substring(0, dot) : file;
    }

    /** A bundle's name without the hashes that a new build changes: {@code main.3f2a1b9c.chunk.js} is {@code main}. */
    static String bundle(String file) {
        int vite = file.lastIndexOf('.');
        if (vite > 9 && file.charAt(vite - 9) == '-' && BundleHash.isVite(file.substring(vite - 8, vite))) {
            return bundle(file.substring(0, vite - 9) + file.substring(vite));
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (from <= file.length()) {
            int end = from;
            while (end < file.length() && ".-_".indexOf(file.charAt(end)) < 0) {
                end++;
            }
            String part = file.substring(from, end);
            boolean noise = BundleHash.is(part)
                    || from > 0
                            && Set.of(
                                            "chunk",
                                            "bundle",
                                            "min",
                                            "prod",
                                            "production",
                                            "js",
                                            "mjs",
                                            "esm",
                                            "umd",
                                            "legacy")
                                    .contains(part);
            if (!noise && !part.isEmpty()) {
                out.append(out.isEmpty() ? "" : ".").append(part);
            }
            from = end + 1;
        }
        return out.toString();
    }
}
