package io.vigie.agent;

import java.net.URI;
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
        record Process(String name) implements Check {}

        /** The file or folder exists. */
        record File(Path path) implements Check {}
    }

    /** Reads {@code name=http://…}, {@code name=process:NAME} or {@code name=file:/PATH}. */
    static Application parse(String setting, String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals).strip();
        String check = text.substring(equals + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw malformed(setting, text);
        }
        if (check.startsWith("http://") || check.startsWith("https://")) {
            return new Application(name, new Check.Http(httpUri(setting, text, check)));
        }
        if (check.startsWith("process:") && check.length() > "process:".length()) {
            return new Application(name, new Check.Process(check.substring("process:".length())));
        }
        if (check.startsWith("file:/")) {
            return new Application(name, new Check.File(path(setting, text, check.substring("file:".length()))));
        }
        throw malformed(setting, text);
    }

    private static URI httpUri(String setting, String text, String check) {
        try {
            URI uri = URI.create(check);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(setting, text);
        }
        throw malformed(setting, text);
    }

    private static Path path(String setting, String text, String check) {
        try {
            return Path.of(check);
        } catch (InvalidPathException e) {
            throw malformed(setting, text);
        }
    }

    private static InvalidSettingException malformed(String setting, String text) {
        return new InvalidSettingException(
                setting, "'" + text + "' is none of name=http://…, name=process:NAME, name=file:/PATH");
    }
}
