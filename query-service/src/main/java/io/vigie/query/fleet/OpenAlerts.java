package io.vigie.query.fleet;

import io.vigie.query.owner.Asker;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The open alerts of the sites that somebody may see. */
interface OpenAlerts {

    /** As {@code GET /api/alerts} lists them; none where nobody can say. */
    Mono<List<JsonNode>> seenBy(Asker asker);

    /** By site, each in the order of the list. */
    static Map<String, List<JsonNode>> bySite(List<JsonNode> alerts) {
        Stream<JsonNode> ofSites =
                alerts.stream().filter(alert -> alert.path("siteId").isString());
        return ofSites.collect(
                Collectors.groupingBy(alert -> alert.path("siteId").stringValue()));
    }
}
