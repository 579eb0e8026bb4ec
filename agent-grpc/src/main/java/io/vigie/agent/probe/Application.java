package io.vigie.agent.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * An application that should be there, and how to see that it is.
 *
 * @param name 1 to 64 letters, digits and {@code ._-}; the label {@code name} of {@code application.up}
 * @param check what is looked at
 */
public record Application(String name, Check check) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}");

    /** What shows that an application is there. */
    public sealed interface Check {

        /** A GET is answered with a status below 400 within 3 s. */
        record Http(URI uri) implements Check {}

        /** A process has this name, or runs a program or script of this file name. */
        record Running(String name) implements Check {}

        /** The file or folder exists. */
        record File(Path path) implements Check {}
    }

    /**
     * Reads {@code name=http://…}, {@code name=process:NAME} or {@code name=file:/PATH}.
     *
     * @throws IllegalArgumentException with one line for people where it is none of these
     */
    public static Application parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals).strip();
        String check = text.substring(equals + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw malformed(text);
        }
        if (check.startsWith("http://") || check.startsWith("https://")) {
            return new Application(name, new Check.Http(httpUri(text, check)));
        }
        if (check.startsWith("process:") && check.length() > "process:".length()) {
            return new Application(name, new Check.Running(check.substring("process:".length())));
        }
        if (check.startsWith("file:/")) {
            return new Application(name, new Check.File(path(text, check.substring("file:".length()))));
        }
        throw malformed(text);
    }

    private static URI httpUri(String text, String check) {
        try {
            URI uri = new URI(check);
            if (uri.getHost() != null) {
                return uri;
            }
            throw malformed(text);
        } catch (URISyntaxException e) {
            throw malformed(text);
        }
    }

    private static Path path(String text, String check) {
        try {
            return Path.of(check);
        } catch (InvalidPathException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is none of name=http://…, name=process:NAME, name=file:/PATH");
    }
}
