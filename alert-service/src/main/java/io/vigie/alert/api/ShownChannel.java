package io.vigie.alert.api;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelKind;
import io.vigie.alert.delivery.DeliveryEntry;
import io.vigie.alert.rule.Level;
import io.vigie.alert.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is shown: without its secrets.
 *
 * @param fault why it can't be used now; null where it can
 */
record ShownChannel(
        String id,
        String name,
        ChannelKind kind,
        boolean enabled,
        String language,
        Level minLevel,
        boolean resolved,
        boolean fixed,
        List<Entry> settings,
        @Nullable ShownDelivery lastDelivery,
        @Nullable String fault) {

    /** A setting; a secret that was made just now is one, too. */
    record Entry(String name, String value) {

        @Override
        public String toString() {
            return name + "=…";
        }
    }

    static ShownChannel of(Channel channel, @Nullable DeliveryEntry last) {
        return of(channel, Map.of(), last);
    }

    /** With a secret that was made just now: nobody sees it again. */
    static ShownChannel of(Channel channel, Map<String, Secret> once, @Nullable DeliveryEntry last) {
        Map<String, String> settings = new TreeMap<>(channel.settings());
        once.forEach((name, secret) -> settings.put(name, secret.reveal()));
        return new ShownChannel(
                channel.id(),
                channel.name(),
                channel.kind(),
                channel.enabled(),
                channel.language(),
                channel.minLevel(),
                channel.resolved(),
                channel.fixed(),
                settings.entrySet().stream()
                        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                        .toList(),
                last == null ? null : ShownDelivery.of(last),
                channel.fault());
    }
}
