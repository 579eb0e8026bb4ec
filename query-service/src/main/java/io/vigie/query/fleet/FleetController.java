package io.vigie.query.fleet;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.live.LiveTail;
import io.vigie.query.owner.Asker;
import io.vigie.query.sources.SourceProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the fleet's clients ask for. A site is a source that is a device. */
@RestController
class FleetController {

    private static final int MOST_BODIES = 10_000;
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LiveTail tail;
    private final SiteHistory history;
    private final OpenAlerts alerts;
    private final Clock clock;

    FleetController(LiveTail tail, SiteHistory history, OpenAlerts alerts, Clock clock) {
        this.tail = tail;
        this.history = history;
        this.alerts = alerts;
        this.clock = clock;
    }

    @GetMapping("/api/sites")
    Mono<List<Site>> sites(ServerWebExchange exchange) {
        List<SourceProfile> profiles = visible(exchange);
        Instant now = clock.instant();
        return alerts.seenBy(asker(exchange)).map(open -> {
            Map<String, List<JsonNode>> bySite = OpenAlerts.bySite(open);
            return profiles.stream()
                    .map(profile -> Site.of(profile, bySite.getOrDefault(profile.id(), List.of()), now))
                    .toList();
        });
    }

    @GetMapping("/api/stats")
    Mono<FleetStats> stats(ServerWebExchange exchange) {
        return sites(exchange).map(FleetStats::of);
    }

    /** The last body as it came, with {@code receivedAt} and {@code lastHeartbeat}; made of values where none came over REST. */
    @GetMapping("/api/sites/{id}")
    ObjectNode site(@PathVariable String id, ServerWebExchange exchange) {
        SourceProfile profile = visible(id, exchange);
        ObjectNode last = lastBody(profile);
        boolean came = !last.isEmpty();
        ObjectNode body = came || profile.lastSampleAt() == SourceProfile.NO_SAMPLE
                ? last
                : new SiteBody(profile, last).at(profile.lastSampleAt(), Site.valuesOf(profile));
        if (body.isEmpty()) {
            body.put("siteId", profile.id());
            profile.club().ifPresent(club -> body.put("clubName", club));
        }
        body.put(
                "receivedAt",
                profile.lastBody()
                        .map(SourceProfile.Body::receivedAt)
                        .orElse(profile.lastSeen())
                        .toEpochMilli());
        return body.put("lastHeartbeat", profile.lastSeen().toEpochMilli());
    }

    @GetMapping("/api/sites/{id}/history")
    Mono<List<ObjectNode>> history(
            @PathVariable String id, @RequestParam(defaultValue = "50") int limit, ServerWebExchange exchange) {
        SourceProfile profile = visible(id, exchange);
        if (limit < 1 || limit > MOST_BODIES) {
            String detail = "1 to " + MOST_BODIES + " is allowed, it is " + limit;
            throw new ProblemException("limit: " + detail, List.of(new FieldError("limit", detail)));
        }
        return history.last(id, limit, new SiteBody(profile, lastBody(profile)));
    }

    private static ObjectNode lastBody(SourceProfile profile) {
        return profile.lastBody()
                .map(body -> (ObjectNode) JSON.readTree(body.json()))
                .orElseGet(JSON::createObjectNode);
    }

    private List<SourceProfile> visible(ServerWebExchange exchange) {
        requireAllSites();
        Identity identity = identity(exchange);
        List<SourceProfile> visible = new ArrayList<>();
        for (SourceProfile profile : tail.profilesAfter("")) {
            if (isVisible(profile, identity)) {
                visible.add(profile);
            }
        }
        return visible;
    }

    private SourceProfile visible(String id, ServerWebExchange exchange) {
        Optional<SourceProfile> profile = tail.profile(id);
        if (profile.isEmpty()) {
            requireAllSites();
        }
        Identity identity = identity(exchange);
        return profile.filter(known -> isVisible(known, identity))
                .orElseThrow(() ->
                        ProblemException.withError(ProblemCode.NOT_FOUND, "There is no site " + id, "Site not found"));
    }

    private static boolean isVisible(SourceProfile profile, Identity identity) {
        return !profile.service() && identity.maySee(profile.club());
    }

    private void requireAllSites() {
        if (!tail.isComplete()) {
            throw ProblemException.retry(
                    ProblemCode.UNAVAILABLE, "The stored sites have not been read yet", COME_BACK_AFTER);
        }
    }

    private static Identity identity(ServerWebExchange exchange) {
        return IdentityWebFilter.identity(exchange)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.UNAUTHENTICATED, ProblemCode.UNAUTHENTICATED.title()));
    }

    private static Asker asker(ServerWebExchange exchange) {
        String token = exchange.getRequest().getHeaders().getFirst(IdentityTokens.HEADER);
        return new Asker(identity(exchange), Optional.ofNullable(token).orElse(""), false);
    }
}
