package io.vigie.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The token that the gateway sends along with each request behind it, in {@link #HEADER}: a JWT signed with ES256, audience
 * {@link #AUDIENCE}, valid for at most 5 minutes.
 */
public final class IdentityTokens {

    /** The header behind the gateway; the gateway removes it from what comes from outside. */
    public static final String HEADER = "X-Vigie-Identity";

    /** The audience of these tokens; people's own tokens have another one. */
    public static final String AUDIENCE = "vigie-internal";

    /** How long a token is valid. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(30);

    private static final String PERSON = "person";
    private static final String PROGRAM = "program";

    private IdentityTokens() {}

    /** Signs a token for the identity. */
    public static String issue(Identity identity, ECPrivateKey key, InstantSource clock) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(identity.subject())
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
        switch (identity) {
            case Identity.Person person ->
                claims.claim("kind", PERSON)
                        .claim("role", person.role().name().toLowerCase(Locale.ROOT))
                        .claim("clubs", List.copyOf(person.clubs()));
            case Identity.Program program ->
                claims.claim("kind", PROGRAM)
                        .claim("prefix", program.prefix())
                        .claim("service", program.service())
                        .claim("scopes", List.copyOf(program.scopes()));
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key is not an EC key on P-256", e);
        }
        return token.serialize();
    }

    /**
     * Who the token speaks of.
     *
     * @throws InvalidIdentityException when it is not a token of the gateway, not for services, or expired
     */
    public static Identity verify(String token, ECPublicKey key, InstantSource clock) throws InvalidIdentityException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new ECDSAVerifier(key))) {
                throw new InvalidIdentityException("not signed by the gateway");
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            checkAudienceAndTime(claims, clock.instant());
            return identityOf(claims);
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
            throw new InvalidIdentityException("not a token of the gateway", e);
        }
    }

    private static void checkAudienceAndTime(JWTClaimsSet claims, Instant now) throws InvalidIdentityException {
        if (!claims.getAudience().equals(List.of(AUDIENCE))) {
            throw new InvalidIdentityException("not for services");
        }
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        if (issued == null
                || expires == null
                || now.isAfter(expires.toInstant().plus(CLOCKS_DIFFER_BY))
                || now.isBefore(issued.toInstant().minus(CLOCKS_DIFFER_BY))
                || issued.toInstant().plus(LIFETIME).isBefore(expires.toInstant())) {
            throw new InvalidIdentityException("expired");
        }
    }

    private static Identity identityOf(JWTClaimsSet claims) throws ParseException, InvalidIdentityException {
        String kind = text(claims, "kind");
        if (kind.equals(PERSON)) {
            String subject = Objects.requireNonNull(claims.getSubject());
            Role role = Role.valueOf(text(claims, "role").toUpperCase(Locale.ROOT));
            return new Identity.Person(subject.substring("user:".length()), role, texts(claims, "clubs"));
        }
        if (kind.equals(PROGRAM)) {
            return new Identity.Program(text(claims, "prefix"), text(claims, "service"), texts(claims, "scopes"));
        }
        throw new InvalidIdentityException("of an unknown kind");
    }

    private static String text(JWTClaimsSet claims, String name) throws ParseException {
        return Objects.requireNonNull(claims.getStringClaim(name));
    }

    private static Set<String> texts(JWTClaimsSet claims, String name) throws ParseException {
        return new HashSet<>(Arrays.asList(Objects.requireNonNull(claims.getStringArrayClaim(name))));
    }
}
