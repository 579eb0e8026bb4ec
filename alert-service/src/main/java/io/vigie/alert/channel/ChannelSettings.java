package io.vigie.alert.channel;

import io.vigie.alert.secret.Secret;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What notices look like, and the channels that are set on the machine; prefix {@code vigie.alert}.
 *
 * @param productName begins subjects; 1 to 50 characters
 * @param timeZone of dates in notices
 * @param keyDirectory holds the key of the stored secrets, which is made where it is missing; all instances have the same. Without
 *     it no channel with a secret can be stored
 * @param allowedHosts hosts that channels of the web pages may reach wherever they are, and without TLS
 * @param resolvedWebhook whether the fixed webhooks are told of ends, too
 * @param language of the fixed channels: fr or en
 */
@ConfigurationProperties("vigie.alert")
public record ChannelSettings(
        @DefaultValue("Vigie") String productName,
        @DefaultValue("Europe/Paris") ZoneId timeZone,
        @Nullable Path keyDirectory,
        @DefaultValue Set<String> allowedHosts,
        @DefaultValue("false") boolean resolvedWebhook,
        @DefaultValue("fr") String language,
        @DefaultValue Email email,
        @DefaultValue Webhook webhook,
        @DefaultValue("") Secret alertWebhookUrl,
        @DefaultValue("") Secret discordWebhookUrl) {

    private static final int LONGEST_NAME = 50;

    /** Refuses what can't work, by the setting's name. */
    public ChannelSettings {
        if (productName.isBlank()
                || productName.length() > LONGEST_NAME
                || productName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("vigie.alert.product-name: 1 to " + LONGEST_NAME
                    + " characters are allowed, none of them a control character");
        }
        if (!language.equals("fr") && !language.equals("en")) {
            throw new IllegalArgumentException("vigie.alert.language: fr or en is allowed, it is " + language);
        }
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /** E-mail; all but {@code enabled} is looked at only where it is on. */
    public record Email(
            @Nullable Boolean enabled,
            @DefaultValue("") String from,
            @DefaultValue("") String to,
            @DefaultValue("") String host,
            @DefaultValue("587") String port,
            @DefaultValue("auto") String security,
            @DefaultValue("") String user,
            @DefaultValue("") Secret password) {

        /** A variable of the environment that is there but empty says nothing. */
        public Email {
            port = port.isBlank() ? "587" : port;
        }

        boolean isOn() {
            return Boolean.TRUE.equals(enabled);
        }
    }

    /** The fleet's webhook. */
    public record Webhook(
            @Nullable Boolean enabled, @DefaultValue("") Secret url) {

        boolean isOn() {
            return Boolean.TRUE.equals(enabled);
        }
    }
}
