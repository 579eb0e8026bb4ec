package io.vigie.kit.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's public key in a file, read again when the file changes. The gateway makes it at its first start. */
final class PublicKeyFile {

    private static final Logger log = LoggerFactory.getLogger(PublicKeyFile.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path file;
    private final LongSupplier nanoTime;

    private @Nullable ECPublicKey key;
    private @Nullable FileTime modified;
    private @Nullable String told;
    private long lookAt;

    PublicKeyFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lookAt = nanoTime.getAsLong();
    }

    /** The key; empty while there is none. A changed file is seen after at most a second. */
    synchronized Optional<ECPublicKey> get() {
        long now = nanoTime.getAsLong();
        if (now - lookAt >= 0) {
            lookAt = now + LOOK_EVERY.toNanos();
            look();
        }
        return Optional.ofNullable(key);
    }

    private void look() {
        try {
            FileTime current = Files.getLastModifiedTime(file);
            if (!current.equals(modified)) {
                key = EcKeys.publicKey(Files.readString(file));
                modified = current;
                told = null;
            }
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.toString();
            if (!reason.equals(told)) {
                told = reason;
                log.info("The gateway's public key can't be read from {} yet: {}", file, reason);
            }
        }
    }
}
