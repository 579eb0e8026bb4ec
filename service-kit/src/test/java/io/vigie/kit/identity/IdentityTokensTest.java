package io.vigie.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Identity PERSON = new Identity.Person("admin", Role.ADMIN, Set.of("CESSON"));
    private static final Identity PROGRAM = new Identity.Program("abcdEFGH", "demo", Set.of("read", "metrics"));

    private final KeyPair keys = newKeys();
    private final ECPrivateKey privateKey = (ECPrivateKey) keys.getPrivate();
    private final ECPublicKey publicKey = (ECPublicKey) keys.getPublic();

    @Test
    void bothKindsComeBackAsTheyWere() throws InvalidIdentityException {
        for (Identity identity : new Identity[] {PERSON, PROGRAM}) {
            String token = IdentityTokens.issue(identity, privateKey, () -> NOW);
            assertThat(IdentityTokens.verify(token, publicKey, () -> NOW.plusSeconds(299)))
                    .isEqualTo(identity);
        }
    }

    @Test
    void refusesWhatIsExpiredFromTheFutureOrSignedByAnotherKey() {
        String token = IdentityTokens.issue(PERSON, privateKey, () -> NOW);

        refused(token, publicKey, NOW.plus(Duration.ofMinutes(6)), "expired");
        refused(token, publicKey, NOW.minus(Duration.ofMinutes(1)), "expired");
        refused(token, (ECPublicKey) newKeys().getPublic(), NOW, "not signed by the gateway");
        refused("garbage", publicKey, NOW, "not a token of the gateway");
    }

    @Test
    void refusesOtherAlgorithmsAudiencesAndLifetimes() throws Exception {
        JWTClaimsSet good = claims("vigie-internal", Duration.ofMinutes(5));
        refused(new PlainJWT(good).serialize(), publicKey, NOW, "not a token of the gateway");

        SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good);
        mac.sign(new MACSigner(EcKeys.pem(publicKey).getBytes(StandardCharsets.UTF_8)));
        refused(mac.serialize(), publicKey, NOW, "not signed by the gateway");

        refused(signed(claims("vigie", Duration.ofMinutes(5))), publicKey, NOW, "not for services");
        refused(signed(claims("vigie-internal", Duration.ofHours(24))), publicKey, NOW, "expired");
        refused(
                signed(new JWTClaimsSet.Builder(good).claim("role", "root").build()),
                publicKey,
                NOW,
                "not a token of the gateway");
        refused(
                signed(new JWTClaimsSet.Builder(good).claim("kind", "robot").build()),
                publicKey,
                NOW,
                "of an unknown kind");
    }

    @Test
    void keysComeBackFromPem() {
        assertThat(EcKeys.publicKey(EcKeys.pem(publicKey))).isEqualTo(publicKey);
        assertThat(EcKeys.privateKey(EcKeys.pem(privateKey))).isEqualTo(privateKey);
        assertThatThrownBy(() -> EcKeys.publicKey("nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EcKeys.publicKey(EcKeys.pem(publicKey).replaceAll("[a-f]", "A")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyFileIsReadWhenItIsThereAndAgainWhenItChanges(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.pem");
        long[] nanos = {0};
        PublicKeyFile keyFile = new PublicKeyFile(file, () -> nanos[0]);
        assertThat(keyFile.get()).isEmpty();

        Files.writeString(file, EcKeys.pem(publicKey));
        nanos[0] += TimeUnit.SECONDS.toNanos(2);
        assertThat(keyFile.get()).contains(publicKey);

        ECPublicKey other = (ECPublicKey) newKeys().getPublic();
        Files.writeString(file, EcKeys.pem(other));
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(NOW));
        nanos[0] += TimeUnit.SECONDS.toNanos(2);
        assertThat(keyFile.get()).contains(other);

        Files.delete(file);
        nanos[0] += TimeUnit.SECONDS.toNanos(2);
        assertThat(keyFile.get()).as("a file that is just being replaced").contains(other);
    }

    private void refused(String token, ECPublicKey key, Instant when, String reason) {
        assertThatThrownBy(() -> IdentityTokens.verify(token, key, () -> when))
                .isInstanceOf(InvalidIdentityException.class)
                .hasMessage(reason);
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
        token.sign(new ECDSASigner(privateKey));
        return token.serialize();
    }

    private static JWTClaimsSet claims(String audience, Duration lifetime) {
        return new JWTClaimsSet.Builder()
                .subject("user:admin")
                .audience(audience)
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(lifetime)))
                .claim("kind", "person")
                .claim("role", "admin")
                .claim("clubs", java.util.List.of())
                .build();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
