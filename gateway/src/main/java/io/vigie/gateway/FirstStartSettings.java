package io.vigie.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a start does for people who can't sign in.
 *
 * @param resetAdminPassword whether {@code admin} gets a new password, for one that was lost
 */
@ConfigurationProperties("vigie.gateway")
record FirstStartSettings(@DefaultValue("false") boolean resetAdminPassword) {}
