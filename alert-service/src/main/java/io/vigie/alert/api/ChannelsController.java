package io.vigie.alert.api;

import io.vigie.alert.access.Asker;
import io.vigie.alert.channel.ChannelBook;
import io.vigie.alert.channel.ChannelDraft;
import io.vigie.alert.delivery.ChannelTrial;
import io.vigie.alert.delivery.DeliveryLog;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/v1/channels}, for admins. */
@RestController
final class ChannelsController {

    private final ChannelBook book;
    private final DeliveryLog log;
    private final ChannelTrial trial;

    ChannelsController(ChannelBook book, DeliveryLog log, ChannelTrial trial) {
        this.book = book;
        this.log = log;
        this.trial = trial;
    }

    @GetMapping("/api/v1/channels")
    Mono<List<ShownChannel>> list(ServerWebExchange exchange) {
        Asker.admin(exchange);
        return Mono.zip(
                book.list(),
                log.lastByChannel(),
                (channels, last) -> channels.stream()
                        .map(channel -> ShownChannel.of(channel, last.get(channel.id())))
                        .toList());
    }

    @GetMapping("/api/v1/channels/{id}")
    Mono<ShownChannel> find(@PathVariable String id, ServerWebExchange exchange) {
        Asker.admin(exchange);
        return book.find(id)
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such channel")))
                .zipWith(log.lastByChannel(), (channel, last) -> ShownChannel.of(channel, last.get(id)));
    }

    @PostMapping("/api/v1/channels")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ShownChannel> create(@RequestBody ChannelDraft draft, ServerWebExchange exchange) {
        String actor = Asker.admin(exchange).subject();
        return book.create(draft, actor).map(made -> ShownChannel.of(made.channel(), made.once(), null));
    }

    @PutMapping("/api/v1/channels/{id}")
    Mono<ShownChannel> change(@PathVariable String id, @RequestBody ChannelDraft draft, ServerWebExchange exchange) {
        String actor = Asker.admin(exchange).subject();
        return book.change(id, draft, actor)
                .zipWith(log.lastByChannel(), (channel, last) -> ShownChannel.of(channel, last.get(id)));
    }

    @DeleteMapping("/api/v1/channels/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id, ServerWebExchange exchange) {
        String actor = Asker.admin(exchange).subject();
        return book.delete(id, actor);
    }

    @PostMapping("/api/v1/channels/{id}/test")
    Mono<ShownDelivery> test(@PathVariable String id, ServerWebExchange exchange) {
        Asker.admin(exchange);
        return trial.run(id).map(ShownDelivery::of);
    }
}
