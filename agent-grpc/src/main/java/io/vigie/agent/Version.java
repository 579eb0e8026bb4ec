package io.vigie.agent;

import org.jspecify.annotations.Nullable;

/** Which agent this is. */
final class Version {

    /** The release; {@code development} where it does not run from a jar. */
    static final String PRESENT = of(Version.class.getPackage().getImplementationVersion());

    private Version() {}

    private static String of(@Nullable String implementationVersion) {
        return implementationVersion == null ? "development" : implementationVersion;
    }
}
