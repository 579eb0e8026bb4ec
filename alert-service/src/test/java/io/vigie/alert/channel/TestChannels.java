package io.vigie.alert.channel;

import io.vigie.alert.destination.Destinations;
import io.vigie.alert.rule.Level;
import io.vigie.alert.secret.Secret;
import io.vigie.alert.secret.Vault;
import io.vigie.alert.storage.MongoStates;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import reactor.core.scheduler.Schedulers;

/** Channels, and books of them over a real store. */
public final class TestChannels {

    /** Of a signed webhook. */
    public static final String SIGNING_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private TestChannels() {}

    /** A webhook of any kind. */
    public static Channel webhook(String id, ChannelKind kind, String url, boolean fixed) {
        Map<String, Secret> secrets = new HashMap<>(Map.of("url", Secret.of(url)));
        if (kind == ChannelKind.WEBHOOK) {
            secrets.put("secret", Secret.of(SIGNING_SECRET));
        }
        return new Channel(id, id, kind, true, "fr", Level.WARNING, true, fixed, Map.of(), secrets, null);
    }

    /** An e-mail channel without a user. */
    public static Channel email(String id, int port, String security, boolean fixed) {
        return email(id, port, security, "", "", fixed);
    }

    /** An e-mail channel. */
    public static Channel email(String id, int port, String security, String user, String password, boolean fixed) {
        Map<String, String> settings = Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "security",
                security,
                "user",
                user,
                "from",
                "Vigie <vigie@example.org>",
                "to",
                "ops@example.org, night@example.org");
        Map<String, Secret> secrets = password.isEmpty() ? Map.of() : Map.of("password", Secret.of(password));
        return new Channel(id, id, ChannelKind.EMAIL, true, "fr", Level.WARNING, true, fixed, settings, secrets, null);
    }

    /** All channels of an instance. */
    public record Book(ChannelTable table, ChannelBook book) {}

    /** With these as the fixed ones, and those of the store. */
    public static Book book(MongoStates states, List<Channel> fixed, Set<String> allowedHosts, byte[] key) {
        ChannelTable table = new ChannelTable(fixed);
        var store = states.open("channels", StoredChannel.class);
        ChannelOpener opener = new ChannelOpener(new Vault(key));
        ChannelBook book = new ChannelBook(
                store,
                table,
                opener,
                new Destinations(allowedHosts, InetAddress::getAllByName),
                Schedulers.boundedElastic(),
                Clock.systemUTC());
        new ChannelsUpkeep(store, table, opener, (topic, name, value) -> CompletableFuture.runAsync(() -> {}))
                .refresh()
                .block(Duration.ofSeconds(30));
        return new Book(table, book);
    }
}
