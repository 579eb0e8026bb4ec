package io.vigie.alert.rule;

import io.vigie.alert.access.Asker;
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

/** {@code /api/v1/rules}: everybody reads, operators without a limit of clubs change. */
@RestController
final class RulesController {

    private final RuleBook rules;

    RulesController(RuleBook rules) {
        this.rules = rules;
    }

    @GetMapping("/api/v1/rules")
    Mono<List<Rule>> list(ServerWebExchange exchange) {
        Asker.reader(exchange);
        return rules.list();
    }

    @GetMapping("/api/v1/rules/{id}")
    Mono<Rule> find(@PathVariable String id, ServerWebExchange exchange) {
        Asker.reader(exchange);
        return rules.find(id);
    }

    @PostMapping("/api/v1/rules")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Rule> create(@RequestBody RuleDraft draft, ServerWebExchange exchange) {
        String actor = Asker.operatorOfAll(exchange);
        return rules.create(draft.checked(), actor);
    }

    @PutMapping("/api/v1/rules/{id}")
    Mono<Rule> change(@PathVariable String id, @RequestBody RuleDraft draft, ServerWebExchange exchange) {
        String actor = Asker.operatorOfAll(exchange);
        return rules.change(id, draft.checked(), actor);
    }

    @PostMapping("/api/v1/rules/{id}/enable")
    Mono<Rule> enable(@PathVariable String id, ServerWebExchange exchange) {
        return rules.setEnabled(id, true, Asker.operatorOfAll(exchange));
    }

    @PostMapping("/api/v1/rules/{id}/disable")
    Mono<Rule> disable(@PathVariable String id, ServerWebExchange exchange) {
        return rules.setEnabled(id, false, Asker.operatorOfAll(exchange));
    }

    @PostMapping("/api/v1/rules/{id}/reset")
    Mono<Rule> reset(@PathVariable String id, ServerWebExchange exchange) {
        return rules.reset(id, Asker.operatorOfAll(exchange));
    }

    @DeleteMapping("/api/v1/rules/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id, ServerWebExchange exchange) {
        return rules.delete(id, Asker.operatorOfAll(exchange));
    }
}
