package io.vigie.alert.sending;

import io.vigie.alert.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code webhook-signature} of Standard Webhooks (symmetric, version 1). */
final class StandardSignature {

    private static final String SECRET_PREFIX = "whsec_";

    private StandardSignature() {}

    /**
     * The signature of {@code id.timestamp.body}.
     *
     * @param secret {@code whsec_} and the key in base64
     * @param timestamp of the attempt, in seconds since the epoch
     */
    static String of(Secret secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getDecoder().decode(secret.reveal().substring(SECRET_PREFIX.length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
