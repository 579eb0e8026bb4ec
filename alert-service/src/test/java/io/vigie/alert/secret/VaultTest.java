package io.vigie.alert.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    private static final Secret SECRET = Secret.of("xoxb-very-secret é");

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealedAtItsOwnPlaceAlone() throws Exception {
        Vault vault = new Vault(KeyFile.loadOrCreate(folder));
        String sealed = vault.seal("one/url", SECRET);

        assertThat(vault.open("one/url", sealed)).isEqualTo(SECRET);
        assertThat(sealed).doesNotContain("secret").isNotEqualTo(vault.seal("one/url", SECRET));
        assertThatThrownBy(() -> vault.open("two/url", sealed)).isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void refusesWhatSomebodyChanged() {
        Vault vault = new Vault(KeyFile.loadOrCreate(folder));
        byte[] sealed = Base64.getDecoder().decode(vault.seal("one", SECRET).substring(3));
        sealed[sealed.length - 1] ^= 1;
        String changed = "v1:" + Base64.getEncoder().encodeToString(sealed);

        assertThatThrownBy(() -> vault.open("one", changed)).isInstanceOf(UnreadableSecretException.class);
        assertThatThrownBy(() -> vault.open("one", "v1:AAAA")).isInstanceOf(UnreadableSecretException.class);
        assertThatThrownBy(() -> vault.open("one", "plain")).isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void theKeyIsMadeOnceAndForItsOwnerAlone() throws IOException {
        byte[] key = KeyFile.loadOrCreate(folder.resolve("keys"));

        assertThat(key).hasSize(32).isEqualTo(KeyFile.loadOrCreate(folder.resolve("keys")));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys").resolve(KeyFile.NAME))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aDamagedKeyIsSaidNotReplaced() throws IOException {
        Files.writeString(folder.resolve(KeyFile.NAME), "short");

        assertThatThrownBy(() -> KeyFile.loadOrCreate(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(KeyFile.NAME)
                .hasMessageContaining("damaged");
        assertThat(Files.readString(folder.resolve(KeyFile.NAME))).isEqualTo("short");
    }

    @Test
    void withoutAKeyNothingIsOpened() {
        Vault vault = new Vault(null);

        assertThat(vault.isOpen()).isFalse();
        assertThatThrownBy(() -> vault.open("one", "v1:AAAA"))
                .isInstanceOf(UnreadableSecretException.class)
                .hasMessageContaining("vigie.alert.key-directory");
    }

    @Test
    void aSecretDoesNotShowItself() {
        assertThat(SECRET).hasToString("…");
    }
}
