package io.vigie.alert.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is stored: AES-256-GCM with a random nonce of 96 bits. What is sealed can only be opened at its own place, so that
 * nobody who may write to the store moves a secret to where it would be sent to them. Thread-safe.
 */
public final class Vault {

    private static final String VERSION = "v1:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final @Nullable SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** With a key of 32 bytes; null: nothing can be sealed or opened. */
    public Vault(byte @Nullable [] key) {
        this.key = key == null ? null : new SecretKeySpec(key, "AES");
    }

    /** Whether there is a key. */
    public boolean isOpen() {
        return key != null;
    }

    /** What may be stored at this place. */
    public String seal(String place, Secret secret) {
        if (key == null) {
            throw new IllegalStateException("vigie.alert.key-directory is not set");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, place);
            byte[] sealed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return VERSION + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** What was sealed for this place. */
    public Secret open(String place, String sealed) throws UnreadableSecretException {
        if (key == null) {
            throw new UnreadableSecretException("vigie.alert.key-directory is not set");
        }
        if (!sealed.startsWith(VERSION)) {
            throw new UnreadableSecretException("sealed in a way that is not known here");
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            if (all.length < NONCE_BYTES) {
                throw new UnreadableSecretException("cut off");
            }
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Secret.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableSecretException("sealed with another key, or changed since", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
