package io.vigie.error.stack;

import org.jspecify.annotations.Nullable;

/** The languages whose stack traces are understood. */
public enum Language {
    JAVASCRIPT,
    JAVA,
    PYTHON,
    GO,
    PHP,
    CSHARP,
    RUBY;

    /** The language that a Sentry SDK calls its platform. */
    public static @Nullable Language ofPlatform(@Nullable String platform) {
        return switch (platform) {
            case "javascript", "node" -> JAVASCRIPT;
            case "java", "kotlin", "android" -> JAVA;
            case "python" -> PYTHON;
            case "go" -> GO;
            case "php" -> PHP;
            case "csharp", "dotnet" -> CSHARP;
            case "ruby" -> RUBY;
            case null, default -> null;
        };
    }

    /** The language that a source file is written in. */
    public static @Nullable Language ofFile(String file) {
        String extension = file.substring(file.lastIndexOf('.') + 1);
        return switch (extension) {
            case "js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "svelte" -> JAVASCRIPT;
            case "java", "kt", "scala", "groovy" -> JAVA;
            case "py" -> PYTHON;
            case "go" -> GO;
            case "php" -> PHP;
            case "cs", "vb", "fs" -> CSHARP;
            case "rb", "erb", "rake", "ru" -> RUBY;
            default -> null;
        };
    }
}
