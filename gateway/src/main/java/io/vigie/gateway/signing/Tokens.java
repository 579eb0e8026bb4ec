package io.vigie.gateway.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.InvalidIdentityException;
import io.vigie.kit.identity.Role;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs and reads tokens (JWT, ES256): those of people, and those that vouch for somebody to the services behind. */
public final class Tokens {

    /** How long a person stays signed in. */
    public static final Duration PERSON_LIFETIME = Duration.ofHours(24);

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final String ISSUER = "vigie";
    private static final String PERSON_AUDIENCE = "vigie";
    private static final int LONGEST_TOKEN = 4096;

    /** {@code iat} has seconds only, and a revocation must not hit the token that is issued right after it. */
    private static final String ISSUED_AT_MILLIS = "iat_ms";

    private final ECPrivateKey key;
    private final ECPublicKey publicKey;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final InstantSource clock;

    Tokens(ECKey key, InstantSource clock) throws JOSEException {
        this.key = key.toECPrivateKey();
        this.publicKey = key.toECPublicKey();
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        this.signer = new ECDSASigner(key);
        this.verifier = new ECDSAVerifier(key.toPublicJWK());
        this.clock = clock;
    }

    /** A token for a person who has just shown who they are. */
    public Signed issue(String userId, Identity.Person person) {
        Instant now = clock.instant();
        Instant expiresAt = Instant.ofEpochSecond(now.plus(PERSON_LIFETIME).getEpochSecond());
        PersonToken token = new PersonToken(UUID.randomUUID().toString(), userId, person, now, expiresAt);
        String text = sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(PERSON_AUDIENCE)
                .jwtID(token.id())
                .subject(person.username())
                .claim("uid", userId)
                .claim("role", person.role().name().toLowerCase(Locale.ROOT))
                .claim("clubs", List.copyOf(person.clubs()))
                .issueTime(Date.from(now))
                .claim(ISSUED_AT_MILLIS, now.toEpochMilli())
                .expirationTime(Date.from(expiresAt))
                .build());
        return new Signed(text, token);
    }

    /** What a person's token says; empty where it is not ours, not for this, or expired. Revocations are another matter. */
    public Optional<PersonToken> read(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return isOurs(jwt) ? person(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Vouches for somebody to the services behind, for five minutes. */
    public String vouchFor(Identity identity) {
        return IdentityTokens.issue(identity, key, clock);
    }

    /** For whom such a token vouches; empty where it is not ours, not for services, or expired. */
    public Optional<Identity> vouchedFor(String token) {
        try {
            return Optional.of(IdentityTokens.verify(token, publicKey, clock));
        } catch (InvalidIdentityException e) {
            return Optional.empty();
        }
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key was checked at start", e);
        }
        return jwt.serialize();
    }

    /** Exactly the header that this gateway writes: no other algorithm, type or key, and nothing critical. */
    private boolean isOurs(SignedJWT jwt) throws JOSEException {
        JWSHeader given = jwt.getHeader();
        return header.getAlgorithm().equals(given.getAlgorithm())
                && header.getType().equals(given.getType())
                && header.getKeyID().equals(given.getKeyID())
                && given.getCriticalParams() == null
                && jwt.verify(verifier);
    }

    private Optional<PersonToken> person(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Instant issuedAt = Instant.ofEpochMilli(required(claims.getLongClaim(ISSUED_AT_MILLIS)));
        Instant expiresAt = required(claims.getExpirationTime()).toInstant();
        boolean ours = ISSUER.equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(PERSON_AUDIENCE))
                && now.isBefore(expiresAt)
                && issuedAt.isBefore(now.plus(CLOCK_SKEW));
        if (!ours) {
            return Optional.empty();
        }
        Role role = Role.valueOf(required(claims.getStringClaim("role")).toUpperCase(Locale.ROOT));
        Set<String> clubs = Set.copyOf(required(claims.getStringListClaim("clubs")));
        Identity.Person person = new Identity.Person(required(claims.getSubject()), role, clubs);
        return Optional.of(new PersonToken(
                required(claims.getJWTID()), required(claims.getStringClaim("uid")), person, issuedAt, expiresAt));
    }

    private static <T> T required(@Nullable T claim) {
        if (claim == null) {
            throw new IllegalArgumentException("a claim is missing");
        }
        return claim;
    }

    /**
     * A token and its text.
     *
     * @param text a secret
     */
    public record Signed(String text, PersonToken token) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Signed[" + token + "]";
        }
    }
}
