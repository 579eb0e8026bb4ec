package io.vigie.alert.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.alert.access.Asker;
import io.vigie.alert.rule.Level;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/alerts}, as the fleet's clients know it, and {@code /api/v1/alerts}. */
@RestController
final class AlertsController {

    private static final int MOST = 500;
    private static final int LONGEST_COMMENT = 1024;
    private static final int LONGEST_TEXT = 200;

    private final Alerts alerts;
    private final String language;

    AlertsController(Alerts alerts, IncidentSettings settings) {
        this.alerts = alerts;
        this.language = settings.language();
    }

    /**
     * An entry of {@code GET /api/alerts}; its shape is frozen.
     *
     * @param timestamp milliseconds since the epoch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FleetAlert(
            String level,
            String type,
            String message,
            @Nullable String value,
            @Nullable String service,
            String siteId,
            String clubName,
            long timestamp) {

        static FleetAlert of(AlertView alert, String language) {
            return new FleetAlert(
                    alert.level().json(),
                    alert.type(),
                    alert.message().in(language),
                    alert.value(),
                    alert.type().equals("service") ? alert.object() : null,
                    alert.siteId(),
                    alert.clubName() == null ? "" : alert.clubName(),
                    alert.since().toEpochMilli());
        }

        /** Sites' alone: errors belong to services, and an alert of the whole fleet to no site. */
        static boolean isOfASite(AlertView alert) {
            return !alert.type().equals("error") && !alert.siteId().equals("*");
        }
    }

    /** Somebody looks after it until a moment. */
    record Acknowledge(@Nullable Instant until, @Nullable String comment) {}

    @GetMapping("/api/alerts")
    Mono<List<FleetAlert>> ofTheFleet(ServerWebExchange exchange) {
        return alerts.open(Asker.reader(exchange))
                .map(open -> open.stream()
                        .filter(FleetAlert::isOfASite)
                        .map(alert -> FleetAlert.of(alert, language))
                        .toList());
    }

    @GetMapping("/api/v1/alerts")
    Mono<Alerts.Page> find(
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String site,
            @RequestParam(required = false) @Nullable String club,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            ServerWebExchange exchange) {
        check(limit >= 1 && limit <= MOST, "limit", "must be 1 to " + MOST);
        check(
                text == null || text.length() <= LONGEST_TEXT,
                "text",
                "must have at most " + LONGEST_TEXT + " characters");
        Set<AlertView.Status> statuses = set(
                "status",
                status.equals("open") ? "" : status,
                AlertView.Status::of,
                "must be open, or of firing, acknowledged, or resolved alone");
        boolean resolved = statuses.contains(AlertView.Status.RESOLVED);
        check(!resolved || statuses.size() == 1, "status", "resolved can only be asked for alone");
        Set<Level> levels = set("level", level, Level::of, "must be of info, warning, critical");
        Set<String> types = set("type", type, Function.identity(), "");
        Set<String> sites = set("site", site, Function.identity(), "");
        return alerts.find(
                Asker.reader(exchange),
                new Alerts.Query(resolved, statuses, levels, types, sites, club, text, limit, after));
    }

    private static <T> Set<T> set(String field, String text, Function<String, T> reading, String detail) {
        Set<T> set = new HashSet<>();
        for (String name : text.isEmpty() ? List.<String>of() : Arrays.asList(text.split(",", -1))) {
            try {
                set.add(reading.apply(name));
            } catch (IllegalArgumentException e) {
                throw new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
            }
        }
        return set;
    }

    private static void check(boolean holds, String field, String detail) {
        if (!holds) {
            throw new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
        }
    }

    @GetMapping("/api/v1/alerts/{id}")
    Mono<AlertView> find(@PathVariable String id, ServerWebExchange exchange) {
        return alerts.find(Asker.reader(exchange), id);
    }

    @PostMapping("/api/v1/alerts/{id}/acknowledge")
    Mono<AlertView> acknowledge(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Acknowledge body,
            ServerWebExchange exchange) {
        String comment = body == null || body.comment() == null ? "" : body.comment();
        check(comment.length() <= LONGEST_COMMENT, "comment", "must have at most " + LONGEST_COMMENT + " characters");
        return alerts.acknowledge(Asker.operator(exchange), id, body == null ? null : body.until(), comment);
    }

    @PostMapping("/api/v1/alerts/{id}/unacknowledge")
    Mono<AlertView> unacknowledge(@PathVariable String id, ServerWebExchange exchange) {
        return alerts.unacknowledge(Asker.operator(exchange), id);
    }
}
