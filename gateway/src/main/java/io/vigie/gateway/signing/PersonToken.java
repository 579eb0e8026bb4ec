package io.vigie.gateway.signing;

import io.vigie.kit.identity.Identity;
import java.time.Instant;

/**
 * What a person's token says.
 *
 * @param id of this one token
 * @param userId of the account, which stays when the username changes
 * @param person who it is and what they may
 */
public record PersonToken(String id, String userId, Identity.Person person, Instant issuedAt, Instant expiresAt) {}
