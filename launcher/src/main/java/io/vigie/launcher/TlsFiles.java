package io.vigie.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * What makes the door TLS.
 *
 * @param certificate chain in PEM form, the door's own first
 * @param key its private key in PEM form
 */
record TlsFiles(Path certificate, Path key) {
    /** RFC 5280's numbers of dNSName and iPAddress. */
    private static final Set<Integer> NAME_TYPES = Set.of(2, 7);

    /**
     * Reads both and tries them out.
     *
     * @throws StartFailure that names the file, where one is missing or damaged or they do not fit together
     */
    void check() {
        X509Certificate own = certificates().getFirst();
        PrivateKey secret = privateKey();
        if (!belongTogether(own, secret)) {
            throw new StartFailure("The key in " + key + " is not the one of the certificate in " + certificate
                    + ": give the files that were made together.");
        }
    }

    /** A name that the certificate is for and that leads to this machine, {@code preferred} if possible. */
    Optional<String> nameOfThisMachine(String preferred) {
        List<String> names = names(certificates().getFirst());
        return names.contains(preferred)
                ? Optional.of(preferred)
                : names.stream().filter(TlsFiles::isThisMachine).findFirst();
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(name -> NAME_TYPES.contains(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static boolean isThisMachine(String name) {
        try {
            InetAddress address = InetAddress.getByName(name);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false; // a wildcard, or a name that leads nowhere
        }
    }

    private List<X509Certificate> certificates() {
        try {
            List<X509Certificate> found =
                    PemContent.of(read(certificate, "--tls-cert")).getCertificates();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw damaged(certificate, "--tls-cert", "certificate", e);
        }
        throw damaged(certificate, "--tls-cert", "certificate", null);
    }

    private PrivateKey privateKey() {
        try {
            PrivateKey found = PemContent.of(read(key, "--tls-key")).getPrivateKey();
            if (found != null) {
                return found;
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw damaged(key, "--tls-key", "private key", e);
        }
        throw damaged(key, "--tls-key", "private key", null);
    }

    private static String read(Path file, String option) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailure(option + " " + file + " can't be read: is the path right, and may you read it?", e);
        }
    }

    private static StartFailure damaged(Path file, String option, String what, @Nullable Throwable cause) {
        String message = option + " " + file + " holds no readable " + what
                + " in PEM form (without a password): give one that does.";
        return cause == null ? new StartFailure(message) : new StartFailure(message, cause);
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text);
            byte[] signature = signer.sign();
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
