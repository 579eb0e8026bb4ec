package io.vigie.alert.channel;

import io.vigie.alert.destination.Destinations;
import io.vigie.alert.destination.RefusedAddressException;
import io.vigie.alert.secret.Secret;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The channels as admins see and change them. Every method may refuse with a {@link ProblemException}. */
public final class ChannelBook {

    private static final int MOST = 100;

    private final StateStore<StoredChannel> store;
    private final ChannelTable table;
    private final ChannelOpener opener;
    private final Destinations destinations;
    private final Scheduler blocking;
    private final Clock clock;

    ChannelBook(
            StateStore<StoredChannel> store,
            ChannelTable table,
            ChannelOpener opener,
            Destinations destinations,
            Scheduler blocking,
            Clock clock) {
        this.store = store;
        this.table = table;
        this.opener = opener;
        this.destinations = destinations;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** A channel that was made, and the secret that was made for it: shown this once. */
    public record Made(Channel channel, Map<String, Secret> once) {}

    /** All, the fixed ones first, then by name. */
    public Mono<List<Channel>> list() {
        return store.all()
                .filter(stored -> !stored.state().deleted())
                .map(opener::open)
                .sort(Comparator.comparing(Channel::name).thenComparing(Channel::id))
                .collectList()
                .map(stored -> Flux.concat(Flux.fromIterable(table.fixed()), Flux.fromIterable(stored)))
                .flatMap(Flux::collectList);
    }

    /** One; empty where there is none. */
    public Mono<Channel> find(String id) {
        return Mono.justOrEmpty(table.fixed(id))
                .switchIfEmpty(Mono.defer(() -> store.find(id)
                        .filter(stored -> !stored.state().deleted())
                        .map(opener::open)));
    }

    /** A new one. */
    public Mono<Made> create(ChannelDraft draft, String actor) {
        ChannelDraft.Checked wanted = draft.checked();
        String id = UUID.randomUUID().toString();
        NewSettings settings = NewSettings.of(wanted);
        return store.all()
                .filter(stored -> !stored.state().deleted())
                .count()
                .flatMap(count -> count >= MOST
                        ? Mono.error(new ProblemException(
                                ProblemCode.RESOURCE_EXHAUSTED, "At most " + MOST + " channels are allowed"))
                        : allowed(settings))
                .then(Mono.defer(() -> {
                    StoredChannel fresh = telling(stored(id, wanted, settings, Map.of()), id, "created", actor);
                    return written(Stored.first(id, Origin.NONE, fresh));
                }))
                .map(channel -> new Made(channel, settings.made()));
    }

    /** Another one in its place. */
    public Mono<Channel> change(String id, ChannelDraft draft, String actor) {
        ChannelDraft.Checked wanted = draft.checked();
        return changeable(id).flatMap(before -> {
            NewSettings settings = NewSettings.of(wanted, before.state(), opener.open(before));
            return allowed(settings).then(Mono.defer(() -> {
                StoredChannel next = stored(id, wanted, settings, before.state().sealed());
                StoredChannel outgoing = next.withOutbox(before.state().outbox());
                return written(before.next(telling(outgoing, id, "changed", actor)));
            }));
        });
    }

    /** None any more; what waits for it is given up. */
    public Mono<Void> delete(String id, String actor) {
        return changeable(id)
                .flatMap(before -> written(before.next(telling(before.state().delete(), id, "deleted", actor))))
                .then();
    }

    /** The receiver said that it wants nothing any more; not for fixed ones. */
    public Mono<Void> disable(String id, String actor) {
        return store.find(id)
                .filter(stored -> stored.state().enabled())
                .flatMap(before -> written(before.next(telling(before.state().disable(), id, "disabled", actor))))
                .then();
    }

    private Mono<Stored<StoredChannel>> changeable(String id) {
        if (table.fixed(id).isPresent()) {
            return Mono.error(new ProblemException(
                    ProblemCode.PERMISSION_DENIED,
                    "The channel is set by the environment or the settings file, and can only be changed there"));
        }
        return store.find(id)
                .filter(stored -> !stored.state().deleted())
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such channel")));
    }

    /** Whether the channel may go where it says; a host that can't be found now is seen when something is sent. */
    private Mono<Boolean> allowed(NewSettings settings) {
        return Mono.fromCallable(() -> {
                    mustBeAllowed(settings);
                    return true;
                })
                .subscribeOn(blocking);
    }

    private void mustBeAllowed(NewSettings settings) {
        if (!settings.secrets().isEmpty() && !opener.maySeal()) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "Secrets can't be stored: vigie.alert.key-directory names no folder for their key");
        }
        NewSettings.Target target = settings.target().orElse(null);
        if (target == null) {
            return;
        }
        if (target.isPlainHttp() && !destinations.isAllowed(target.host())) {
            throw invalid(target.setting(), "must be https, but for hosts that vigie.alert.allowed-hosts names");
        }
        try {
            destinations.resolve(target.host(), false);
        } catch (RefusedAddressException e) {
            throw invalid(
                    target.setting(),
                    "must lead to a public address, or to a host that vigie.alert.allowed-hosts names");
        } catch (UnknownHostException e) {
            // Names may come later; each attempt looks again.
        }
    }

    private static ProblemException invalid(String setting, String detail) {
        return new ProblemException("The channel is not valid", List.of(new FieldError("settings." + setting, detail)));
    }

    private StoredChannel stored(
            String id, ChannelDraft.Checked wanted, NewSettings settings, Map<String, String> sealedBefore) {
        return new StoredChannel(
                wanted.name(),
                wanted.kind(),
                wanted.enabled(),
                wanted.language(),
                wanted.minLevel(),
                wanted.resolved(),
                settings.plain(),
                settings.sealed(sealedBefore, opener.seal(id, settings.secrets())),
                false,
                List.of());
    }

    private StoredChannel telling(StoredChannel channel, String id, String action, String actor) {
        return channel.telling(Outgoing.audit(actor, action, "channel", id, channel.audited(), clock.instant()));
    }

    private Mono<Channel> written(Stored<StoredChannel> next) {
        return store.replace(next)
                .flatMap(written -> written
                        ? Mono.fromSupplier(() -> applied(next))
                        : Mono.error(ProblemException.retry(
                                ProblemCode.UNAVAILABLE,
                                "Others change this channel at the same time",
                                Duration.ofSeconds(1))));
    }

    private Channel applied(Stored<StoredChannel> written) {
        Channel channel = opener.open(written);
        if (written.state().deleted()) {
            table.remove(channel.id());
        } else {
            table.put(channel);
        }
        return channel;
    }
}
