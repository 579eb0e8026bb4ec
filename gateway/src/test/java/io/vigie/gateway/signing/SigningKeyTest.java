package io.vigie.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import io.vigie.kit.identity.EcKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    @TempDir
    Path directory;

    @Test
    void theFirstStartMakesAPairThatLaterStartsRead() throws Exception {
        Path folder = directory.resolve("not/there/yet");
        ECKey made = SigningKey.loadOrCreate(folder);
        ECKey read = SigningKey.loadOrCreate(folder);
        assertThat(read.getKeyID()).isEqualTo(made.getKeyID());
        assertThat(read.toECPublicKey()).isEqualTo(made.toECPublicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("signing-key.pem"))))
                .isEqualTo("rw-------");
        assertThat(EcKeys.publicKey(Files.readString(folder.resolve("signing-key.pub.pem"))))
                .isEqualTo(made.toECPublicKey());
    }

    @Test
    void aMissingOrWrongPublicFileIsWrittenAnew() throws Exception {
        ECKey made = SigningKey.loadOrCreate(directory);
        Path open = directory.resolve("signing-key.pub.pem");
        for (String content : new String[] {
            "",
            "nonsense",
            EcKeys.pem(SigningKey.loadOrCreate(directory.resolve("x")).toECPublicKey())
        }) {
            Files.writeString(open, content);
            SigningKey.loadOrCreate(directory);
            assertThat(EcKeys.publicKey(Files.readString(open))).isEqualTo(made.toECPublicKey());
        }
        Files.delete(open);
        SigningKey.loadOrCreate(directory);
        assertThat(open).exists();
    }

    @Test
    void aDamagedPrivateFileIsNamedAndLeftAsItIs() throws Exception {
        SigningKey.loadOrCreate(directory);
        Path secret = directory.resolve("signing-key.pem");
        String good = Files.readString(secret);
        for (String damaged :
                new String[] {"", "nonsense", good.substring(0, good.length() / 2), good.replace('M', 'N')}) {
            Files.writeString(secret, damaged);
            assertThatThrownBy(() -> SigningKey.loadOrCreate(directory))
                    .isInstanceOf(SigningKeyException.class)
                    .hasMessageContaining(secret.toString())
                    .hasMessageContaining("delete it");
            assertThat(secret).hasContent(damaged);
        }
    }
}
