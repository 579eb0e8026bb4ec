package io.vigie.query.fleet;

import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Asks alert-service. While that is away, sites are shown without their alerts. */
final class AlertServiceOpenAlerts implements OpenAlerts {

    private static final Logger log = LoggerFactory.getLogger(AlertServiceOpenAlerts.class);

    /** Lists of sites do not wait longer for what they can be shown without. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Question OPEN = Question.get("/api/alerts").patience(PATIENCE);

    private final Owner alertService;

    AlertServiceOpenAlerts(Owner alertService) {
        this.alertService = alertService;
    }

    @Override
    public Mono<List<JsonNode>> seenBy(Asker asker) {
        return alertService.ask(asker, OPEN, JsonNode[].class).map(List::of).onErrorResume(error -> {
            log.debug("alert-service does not list the open alerts", error);
            return Mono.just(List.of());
        });
    }
}
