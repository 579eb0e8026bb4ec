package io.vigie.alert.channel;

import io.vigie.alert.secret.Secret;
import io.vigie.alert.secret.UnreadableSecretException;
import io.vigie.alert.secret.Vault;
import io.vigie.alert.storage.Stored;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes channels of what is stored, and seals what will be. */
final class ChannelOpener {

    private final Vault vault;

    ChannelOpener(Vault vault) {
        this.vault = vault;
    }

    /** The channel; where its secrets can't be read it says so as its fault. */
    Channel open(Stored<StoredChannel> document) {
        StoredChannel stored = document.state();
        Map<String, String> settings = new LinkedHashMap<>(stored.settings());
        Map<String, Secret> secrets = new HashMap<>();
        String fault = null;
        try {
            for (Map.Entry<String, String> sealed : stored.sealed().entrySet()) {
                secrets.put(sealed.getKey(), vault.open(place(document.id(), sealed.getKey()), sealed.getValue()));
            }
        } catch (UnreadableSecretException e) {
            secrets.clear();
            fault = "its secrets can't be read (" + e.getMessage()
                    + "): give them again, or put the key back into vigie.alert.key-directory";
        }
        Secret url = secrets.get("url");
        if (url != null) {
            settings.put("url", Channel.masked(url));
        }
        return new Channel(
                document.id(),
                stored.name(),
                stored.kind(),
                stored.enabled(),
                stored.language(),
                stored.minLevel(),
                stored.resolved(),
                false,
                settings,
                secrets,
                fault);
    }

    Map<String, String> seal(String id, Map<String, Secret> secrets) {
        Map<String, String> sealed = new HashMap<>();
        secrets.forEach((name, secret) -> sealed.put(name, vault.seal(place(id, name), secret)));
        return sealed;
    }

    boolean maySeal() {
        return vault.isOpen();
    }

    private static String place(String id, String name) {
        return id + "/" + name;
    }
}
