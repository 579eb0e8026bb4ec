package io.vigie.gateway.door;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;

/** Whether a certificate and a private key belong together. */
final class KeyPairs {

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final byte[] SAMPLE = {1, 2, 3};

    private KeyPairs() {}

    /** Signs with the one and checks with the other. */
    static void requireThatTheyFit(X509Certificate certificate, PrivateKey key) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            throw new IllegalStateException("a key must be RSA, EC or Ed25519, this one is " + key.getAlgorithm());
        }
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(SAMPLE);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(SAMPLE);
            if (!checking.verify(signing.sign())) {
                throw new IllegalStateException("the key is not the certificate's");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key is not the certificate's", e);
        }
    }
}
