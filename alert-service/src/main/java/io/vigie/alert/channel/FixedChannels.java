package io.vigie.alert.channel;

import io.vigie.alert.rule.Level;
import io.vigie.alert.secret.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The channels of the environment and the settings file; every instance has the same under the same ids. */
final class FixedChannels {

    private final ChannelSettings settings;
    private final List<Channel> channels = new ArrayList<>();

    private FixedChannels(ChannelSettings settings) {
        this.settings = settings;
    }

    /** All of them; what can't work is refused by the setting's name. */
    static List<Channel> of(ChannelSettings settings) {
        return new FixedChannels(settings).build();
    }

    private List<Channel> build() {
        if (settings.email().isOn()) {
            email(settings.email());
        }
        if (settings.webhook().isOn()) {
            webhook(
                    "env-webhook",
                    ChannelKind.FLEET_WEBHOOK,
                    settings.webhook().url(),
                    "WEBHOOK_URL (vigie.alert.webhook.url)");
        }
        boolean another = !settings.webhook().isOn()
                || !settings.alertWebhookUrl().equals(settings.webhook().url());
        if (isSet(settings.alertWebhookUrl()) && another) {
            webhook(
                    "env-alert-webhook",
                    ChannelKind.FLEET_WEBHOOK,
                    settings.alertWebhookUrl(),
                    "ALERT_WEBHOOK_URL (vigie.alert.alert-webhook-url)");
        }
        if (isSet(settings.discordWebhookUrl())) {
            webhook(
                    "env-discord",
                    ChannelKind.DISCORD,
                    settings.discordWebhookUrl(),
                    "DISCORD_WEBHOOK_URL (vigie.alert.discord-webhook-url)");
        }
        return List.copyOf(channels);
    }

    private void email(ChannelSettings.Email email) {
        Map<String, String> plain = Map.of(
                "host", email.host(),
                "port", email.port(),
                "security", email.security(),
                "user", email.user(),
                "from", email.from(),
                "to", email.to());
        Map<String, String> all = new HashMap<>(plain);
        all.put("password", email.password().reveal());
        for (SettingRules.Complaint complaint : SettingRules.check(ChannelKind.EMAIL, all)) {
            throw new IllegalArgumentException("ENABLE_EMAIL is on, and vigie.alert.email." + complaint.setting()
                    + environment(complaint.setting()) + " " + complaint.detail());
        }
        Map<String, Secret> secrets = isSet(email.password()) ? Map.of("password", email.password()) : Map.of();
        channels.add(channel("env-email", ChannelKind.EMAIL, Level.WARNING, plain, secrets));
    }

    private static String environment(String setting) {
        return switch (setting) {
            case "from" -> " (EMAIL_FROM)";
            case "to" -> " (EMAIL_TO)";
            case "host" -> " (SMTP_HOST)";
            case "port" -> " (SMTP_PORT)";
            case "user" -> " (SMTP_USER)";
            case "password" -> " (SMTP_PASS)";
            default -> "";
        };
    }

    private void webhook(String id, ChannelKind kind, Secret url, String setting) {
        for (SettingRules.Complaint complaint : SettingRules.check(kind, Map.of("url", url.reveal()))) {
            throw new IllegalArgumentException(setting + " " + complaint.detail());
        }
        Level least = kind == ChannelKind.DISCORD ? Level.CRITICAL : Level.WARNING;
        channels.add(channel(id, kind, least, Map.of("url", Channel.masked(url)), Map.of("url", url)));
    }

    private Channel channel(
            String id, ChannelKind kind, Level least, Map<String, String> plain, Map<String, Secret> secrets) {
        boolean resolved = kind == ChannelKind.FLEET_WEBHOOK ? settings.resolvedWebhook() : kind.tellsResolved();
        return new Channel(id, name(id), kind, true, settings.language(), least, resolved, true, plain, secrets, null);
    }

    private static String name(String id) {
        return switch (id) {
            case "env-email" -> "E-mail";
            case "env-discord" -> "Discord";
            default -> "Webhook";
        };
    }

    private static boolean isSet(Secret secret) {
        return !secret.reveal().isBlank();
    }
}
