package io.vigie.alert.channel;

import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.secret.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to people, ready to be used.
 *
 * @param language of what it says: fr or en
 * @param minLevel what is less bad is not told
 * @param resolved whether ends are told
 * @param fixed set on the machine: trusted to reach the local network, not to be changed over REST
 * @param settings by name, without secrets; {@code url} with its secret parts masked among them
 * @param secrets by name
 * @param fault why it can't be used now; null where it can
 */
public record Channel(
        String id,
        String name,
        ChannelKind kind,
        boolean enabled,
        String language,
        Level minLevel,
        boolean resolved,
        boolean fixed,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        @Nullable String fault) {

    /** Copies what may change. */
    public Channel {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }

    /** Whether people are told of it here. */
    public boolean wants(Notice notice) {
        return enabled
                && notice.alert().level().compareTo(minLevel) >= 0
                && (notice.kind() != Notice.Kind.RESOLVED || resolved);
    }

    /** A setting that every channel of this kind has. */
    public String setting(String setting) {
        String value = settings.get(setting);
        if (value == null) {
            throw new IllegalStateException("channel " + id + " has no " + setting);
        }
        return value;
    }

    /** A secret that every channel of this kind has. */
    public Secret secret(String secret) {
        Secret value = secrets.get(secret);
        if (value == null) {
            throw new IllegalStateException("channel " + id + " has no " + secret);
        }
        return value;
    }

    /** The text with every secret of this channel taken out. */
    public String masked(String text) {
        String masked = text;
        for (Secret secret : secrets.values()) {
            masked = secret.reveal().isEmpty() ? masked : masked.replace(secret.reveal(), "…");
        }
        return masked;
    }

    /** Where a URL leads, without what may be a token in it. */
    static String masked(Secret url) {
        try {
            URI address = URI.create(url.reveal());
            int port = address.getPort();
            return address.getScheme() + "://" + address.getHost() + (port < 0 ? "" : ":" + port) + "/…";
        } catch (IllegalArgumentException e) {
            return "…";
        }
    }
}
