package io.vigie.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00.123Z");
    private static final Identity.Person ADA = new Identity.Person("ada", Role.OPERATOR, Set.of("CESSON"));

    private ECKey key;
    private Instant now = START;
    private Tokens tokens;

    @BeforeEach
    void makeKey() throws Exception {
        key = new ECKeyGenerator(Curve.P_256)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate();
        InstantSource clock = () -> now;
        tokens = new Tokens(key, clock);
    }

    @Test
    void aTokenSaysWhoUntilItExpires() {
        Tokens.Signed signed = tokens.issue("id-1", ADA);
        assertThat(tokens.read(signed.text())).contains(signed.token());
        assertThat(signed.token().person()).isEqualTo(ADA);
        assertThat(signed.token().userId()).isEqualTo("id-1");
        assertThat(signed.token().issuedAt()).isEqualTo(START);
        now = START.plus(Duration.ofHours(24)).minusSeconds(1);
        assertThat(tokens.read(signed.text())).isPresent();
        now = START.plus(Duration.ofHours(24));
        assertThat(tokens.read(signed.text())).isEmpty();
    }

    @Test
    void aTokenDoesNotPrintItself() {
        Tokens.Signed signed = tokens.issue("id-1", ADA);
        assertThat(signed.toString()).doesNotContain(signed.text());
    }

    @Test
    void anotherAlgorithmIsRefused() throws Exception {
        assertThat(tokens.read(new PlainJWT(claims()).serialize())).isEmpty();
        byte[] publicKeyAsSecret = key.toECPublicKey().getEncoded();
        assertThat(tokens.read(sign(JWSAlgorithm.HS256, new MACSigner(publicKeyAsSecret), header -> header, claims())))
                .isEmpty();
        var rsa = new RSAKeyGenerator(2048).generate();
        assertThat(tokens.read(sign(JWSAlgorithm.RS256, new RSASSASigner(rsa), header -> header, claims())))
                .isEmpty();
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        assertThat(tokens.read(sign(JWSAlgorithm.ES256, new ECDSASigner(other), header -> header, claims())))
                .isEmpty();
    }

    @Test
    void anotherHeaderIsRefused() throws Exception {
        assertThat(tokens.read(mine(header -> header, claims()))).isPresent();
        assertThat(tokens.read(mine(header -> header.keyID("other"), claims()))).isEmpty();
        assertThat(tokens.read(mine(header -> header.keyID(null), claims()))).isEmpty();
        assertThat(tokens.read(mine(header -> header.type(new JOSEObjectType("at+jwt")), claims())))
                .isEmpty();
        assertThat(tokens.read(mine(header -> header.type(null), claims()))).isEmpty();
        assertThat(tokens.read(mine(header -> header.criticalParams(Set.of("exp")), claims())))
                .isEmpty();
    }

    @Test
    void otherClaimsAreRefused() throws Exception {
        assertThat(tokens.read(mine(header -> header, with("aud", List.of("vigie-internal")))))
                .isEmpty();
        assertThat(tokens.read(mine(header -> header, with("aud", List.of("vigie", "other")))))
                .isEmpty();
        assertThat(tokens.read(mine(header -> header, with("aud", null)))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("iss", "other")))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("exp", null)))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("exp", Date.from(START)))))
                .isEmpty();
        assertThat(tokens.read(mine(
                        header -> header, with("iat_ms", START.plusSeconds(61).toEpochMilli()))))
                .isEmpty();
        assertThat(tokens.read(mine(header -> header, with("role", "root")))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("sub", null)))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("jti", null)))).isEmpty();
        assertThat(tokens.read(mine(header -> header, with("uid", 7)))).isEmpty();
    }

    @Test
    void whatIsNoTokenIsRefused() {
        String good = tokens.issue("id-1", ADA).text();
        String[] parts = good.split("\\.");
        for (String bad : List.of(
                "", ".", "..", "a.b.c", "avl_x", parts[0] + "." + parts[1] + ".", good + "x", "x".repeat(5_000))) {
            assertThat(tokens.read(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void whatVouchesForSomebodyIsNoTokenOfAPerson() throws Exception {
        String vouching = tokens.vouchFor(ADA);
        assertThat(tokens.read(vouching)).isEmpty();
        assertThat(IdentityTokens.verify(vouching, key.toECPublicKey(), () -> now))
                .isEqualTo(ADA);
    }

    private JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer("vigie")
                .audience("vigie")
                .jwtID("j")
                .subject("ada")
                .claim("uid", "id-1")
                .claim("role", "admin")
                .claim("clubs", List.of())
                .claim("iat_ms", START.toEpochMilli())
                .expirationTime(Date.from(START.plusSeconds(60)))
                .build();
    }

    private JWTClaimsSet with(String name, @org.jspecify.annotations.Nullable Object value) {
        return new JWTClaimsSet.Builder(claims()).claim(name, value).build();
    }

    private String mine(UnaryOperator<JWSHeader.Builder> header, JWTClaimsSet claims) throws Exception {
        return sign(JWSAlgorithm.ES256, new ECDSASigner(key), header, claims);
    }

    private String sign(
            JWSAlgorithm algorithm, JWSSigner signer, UnaryOperator<JWSHeader.Builder> header, JWTClaimsSet claims)
            throws Exception {
        JWSHeader.Builder builder =
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
        SignedJWT jwt = new SignedJWT(header.apply(builder).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
