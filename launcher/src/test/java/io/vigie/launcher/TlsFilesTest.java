package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    Path directory;

    @Test
    void takesACertificateWithItsKey() throws Exception {
        KeyPairFiles files = KeyPairFiles.in(directory);

        assertThatCode(new TlsFiles(files.certificate(), files.key())::check).doesNotThrowAnyException();
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        KeyPairFiles files = KeyPairFiles.in(directory);
        KeyPairFiles others = KeyPairFiles.in(Files.createDirectory(directory.resolve("others")));

        assertThatThrownBy(new TlsFiles(files.certificate(), others.key())::check)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is not the one of the certificate");
    }

    @Test
    void knowsANameThatLeadsToThisMachine() throws Exception {
        KeyPairFiles files = KeyPairFiles.in(directory);
        TlsFiles tls = new TlsFiles(files.certificate(), files.key());

        assertThat(tls.nameOfThisMachine("localhost")).contains("localhost");
        assertThat(tls.nameOfThisMachine("192.0.2.1")).contains("localhost");
    }
}
