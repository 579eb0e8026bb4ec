package io.vigie.alert.api;

import io.vigie.alert.access.Asker;
import io.vigie.alert.delivery.DeliveryEntry;
import io.vigie.alert.delivery.DeliveryLog;
import io.vigie.alert.delivery.DeliveryState;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/v1/deliveries}, for operators: what concerns their clubs. */
@RestController
final class DeliveriesController {

    private static final int MOST = 200;

    private final DeliveryLog log;

    DeliveriesController(DeliveryLog log) {
        this.log = log;
    }

    @GetMapping("/api/v1/deliveries")
    Mono<List<ShownDelivery>> list(
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "50") int limit,
            ServerWebExchange exchange) {
        Identity.Person person = Asker.operator(exchange);
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "must be 1 to " + MOST);
        }
        Predicate<DeliveryEntry> wanted =
                entry -> person.maySee(Optional.of(entry.clubName()).filter(club -> !club.isEmpty()));
        if (channel != null) {
            wanted = wanted.and(entry -> entry.channel().equals(channel));
        }
        if (state != null) {
            DeliveryState only = DeliveryState.find(state)
                    .orElseThrow(() -> invalid("state", "must be pending, delivered or failed"));
            wanted = wanted.and(entry -> entry.state() == only);
        }
        return log.find(wanted, limit)
                .map(entries -> entries.stream().map(ShownDelivery::of).toList());
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
    }
}
