package io.vigie.gateway.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The door's certificate and key. Looked at now and then: when both files have changed and fit together, new connections get
 * the new ones; until they fit, the old ones stay.
 */
final class TlsCertificate {

    static final String BUNDLE = "door";

    private static final Logger log = LoggerFactory.getLogger(TlsCertificate.class);

    private final Path certificate;
    private final Path privateKey;
    private final SslBundleRegistry bundles;
    private List<String> inUse;
    private List<String> refused = List.of();

    /**
     * Reads both.
     *
     * @throws IllegalStateException where they can't be read or do not fit together; the message names them
     */
    TlsCertificate(Path certificate, Path privateKey, SslBundleRegistry bundles) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.bundles = bundles;
        try {
            inUse = read();
            bundles.registerBundle(BUNDLE, bundle(inUse));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "TLS: " + certificate + " and " + privateKey + " must be a PEM certificate and its PKCS #8 key ("
                            + reason(e) + ")",
                    e);
        }
    }

    /** Takes what has changed. */
    void look() {
        try {
            List<String> now = read();
            if (!now.equals(inUse) && !now.equals(refused)) {
                replace(now);
            }
        } catch (IOException e) {
            log.debug("The certificate is being replaced: {}", e.toString());
        }
    }

    private void replace(List<String> now) {
        try {
            bundles.updateBundle(BUNDLE, bundle(now));
            inUse = now;
            log.info("New connections get the certificate that is now in {}", certificate);
        } catch (RuntimeException e) {
            refused = now;
            log.warn(
                    "The new {} and {} do not fit together; the old ones stay in use: {}",
                    certificate,
                    privateKey,
                    reason(e));
        }
    }

    private List<String> read() throws IOException {
        return List.of(Files.readString(certificate), Files.readString(privateKey));
    }

    private static SslBundle bundle(List<String> pem) {
        PemSslStore store = PemSslStore.load(
                PemSslStoreDetails.forCertificate(pem.getFirst()).withPrivateKey(pem.getLast()));
        List<X509Certificate> chain = store == null ? null : store.certificates();
        PrivateKey key = store == null ? null : store.privateKey();
        if (chain == null || chain.isEmpty() || key == null) {
            throw new IllegalStateException("one of the two is empty");
        }
        KeyPairs.requireThatTheyFit(chain.getFirst(), key);
        SslBundle bundle = SslBundle.of(new PemSslStoreBundle(store, null));
        bundle.createSslContext();
        return bundle;
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
