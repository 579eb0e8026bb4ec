package io.vigie.kit.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads and writes keys on the curve P-256 as PEM. */
public final class EcKeys {

    private EcKeys() {}

    /**
     * Reads {@code -----BEGIN PUBLIC KEY-----}.
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static ECPublicKey publicKey(String pem) {
        try {
            ECPublicKey key = (ECPublicKey) factory().generatePublic(new X509EncodedKeySpec(decode(pem, "PUBLIC KEY")));
            checkCurve(key.getParams().getCurve().getField().getFieldSize());
            return key;
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("not an EC public key in PEM", e);
        }
    }

    /**
     * Reads {@code -----BEGIN PRIVATE KEY-----} (PKCS #8).
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static ECPrivateKey privateKey(String pem) {
        try {
            ECPrivateKey key =
                    (ECPrivateKey) factory().generatePrivate(new PKCS8EncodedKeySpec(decode(pem, "PRIVATE KEY")));
            checkCurve(key.getParams().getCurve().getField().getFieldSize());
            return key;
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("not an EC private key in PEM", e);
        }
    }

    /** As {@link #publicKey} reads it. */
    public static String pem(ECPublicKey key) {
        return encode("PUBLIC KEY", key.getEncoded());
    }

    /** As {@link #privateKey} reads it. */
    public static String pem(ECPrivateKey key) {
        return encode("PRIVATE KEY", key.getEncoded());
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC");
    }

    private static void checkCurve(int bits) {
        if (bits != 256) {
            throw new IllegalArgumentException("not a key on the curve P-256");
        }
    }

    private static byte[] decode(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not PEM of a " + kind);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }

    private static String encode(String kind, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
