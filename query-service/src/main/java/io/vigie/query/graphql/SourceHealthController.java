package io.vigie.query.graphql;

import graphql.GraphQLContext;
import io.vigie.query.alerts.Alert;
import io.vigie.query.alerts.AlertLevel;
import io.vigie.query.alerts.AlertsNow;
import io.vigie.query.graphql.GraphQlTypes.SourceCounts;
import io.vigie.query.graphql.GraphQlTypes.SourceNode;
import java.util.List;
import java.util.Optional;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** How sources are, with what alert-service knows of them: asked for once in a request, of all sources. */
@Controller
class SourceHealthController {

    private final AlertsNow alerts;

    SourceHealthController(AlertsNow alerts) {
        this.alerts = alerts;
    }

    /** How a source is. */
    public enum SiteHealth {
        ONLINE,
        WARNING,
        CRITICAL,
        OFFLINE;

        static SiteHealth of(Optional<AlertLevel> worst) {
            return worst.map(level -> switch (level) {
                        case INFO -> ONLINE;
                        case WARNING -> WARNING;
                        case CRITICAL -> CRITICAL;
                    })
                    .orElse(ONLINE);
        }
    }

    @SchemaMapping(typeName = "Source")
    Mono<List<Alert>> alerts(SourceNode source, GraphQLContext context) {
        return alerts.of(context).map(open -> open.of(source.id()));
    }

    @SchemaMapping(typeName = "Source")
    Mono<SiteHealth> health(SourceNode source, GraphQLContext context) {
        return switch (source.status()) {
            case OFFLINE -> Mono.just(SiteHealth.OFFLINE);
            case ONLINE ->
                alerts.of(context)
                        .map(open -> SiteHealth.of(open.worst(source.id())))
                        .onErrorReturn(SiteHealth.ONLINE);
        };
    }

    @SchemaMapping(typeName = "SourceCounts")
    Mono<Long> warning(SourceCounts counts, GraphQLContext context) {
        return count(counts, AlertLevel.WARNING, context);
    }

    @SchemaMapping(typeName = "SourceCounts")
    Mono<Long> critical(SourceCounts counts, GraphQLContext context) {
        return count(counts, AlertLevel.CRITICAL, context);
    }

    private Mono<Long> count(SourceCounts counts, AlertLevel level, GraphQLContext context) {
        return alerts.of(context)
                .map(open -> counts.onlineSources().stream()
                        .filter(source ->
                                open.worst(source).filter(level::equals).isPresent())
                        .count());
    }
}
