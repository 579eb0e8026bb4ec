package io.vigie.alert.rule;

import static io.vigie.alert.rule.Condition.Comparison.ABOVE;
import static io.vigie.alert.rule.Condition.Comparison.BELOW;

import io.vigie.alert.rule.Condition.ApplicationMissing;
import io.vigie.alert.rule.Condition.Errors;
import io.vigie.alert.rule.Condition.Label;
import io.vigie.alert.rule.Condition.ServiceDown;
import io.vigie.alert.rule.Condition.Silence;
import io.vigie.alert.rule.Condition.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules that every installation has. */
public final class DefaultRules {

    private static final long CLEAR_SECONDS = 60;
    private static final long OFFLINE_SECONDS = 300;

    private static final List<Rule> ALL = List.of(
            rule(
                    "temperature-high",
                    new Texts("Température élevée", "High temperature"),
                    Level.CRITICAL,
                    "temperature",
                    new Texts("Température élevée: {value}°C", "High temperature: {value}°C"),
                    new Threshold("hw.temperature", List.of(), "", ABOVE, 75, 0, 70, CLEAR_SECONDS, 1, 1)),
            rule(
                    "disk-full",
                    new Texts("Disque presque plein", "Disk nearly full"),
                    Level.WARNING,
                    "disk",
                    new Texts(
                            "Espace disque faible: {value}% utilisé{volume}", "Low disk space: {value}% used{volume}"),
                    new Threshold(
                            "system.filesystem.utilization",
                            List.of(),
                            "mountpoint",
                            ABOVE,
                            0.90,
                            0,
                            0.85,
                            CLEAR_SECONDS,
                            100,
                            0)),
            rule(
                    "disk-space-low",
                    new Texts("Peu d'espace disque", "Little disk space"),
                    Level.WARNING,
                    "disk",
                    new Texts(
                            "Espace disque faible: {value} Go libres{volume}",
                            "Low disk space: {value} GB free{volume}"),
                    new Threshold(
                            "system.filesystem.usage",
                            List.of(new Label("state", "free")),
                            "mountpoint",
                            BELOW,
                            2e9,
                            0,
                            2.5e9,
                            CLEAR_SECONDS,
                            1e-9,
                            1)),
            rule(
                    "memory-high",
                    new Texts("Mémoire presque pleine", "Memory nearly full"),
                    Level.WARNING,
                    "memory",
                    new Texts("Utilisation mémoire élevée: {value}%", "High memory usage: {value}%"),
                    new Threshold(
                            "system.memory.utilization", List.of(), "", ABOVE, 0.90, 0, 0.85, CLEAR_SECONDS, 100, 1)),
            rule(
                    "service-stopped",
                    new Texts("Service arrêté", "Service stopped"),
                    Level.CRITICAL,
                    "service",
                    new Texts("Service {object} arrêté", "Service {object} stopped"),
                    new ServiceDown(0)),
            rule(
                    "application-missing",
                    new Texts("Application manquante", "Application missing"),
                    Level.CRITICAL,
                    "application",
                    new Texts("Application {application} manquante", "Application {application} missing"),
                    new ApplicationMissing(0)),
            rule(
                    "site-offline",
                    new Texts("Site hors ligne", "Site offline"),
                    Level.CRITICAL,
                    "offline",
                    new Texts("Site hors ligne depuis {minutes} minutes", "Site offline for {minutes} minutes"),
                    new Silence(OFFLINE_SECONDS)),
            rule(
                    "error-critical",
                    new Texts("Erreur critique", "Critical error"),
                    Level.CRITICAL,
                    "error",
                    new Texts("Erreur critique dans {service}: {title}", "Critical error in {service}: {title}"),
                    new Errors("critical", false, false)),
            rule(
                            "issue-new",
                            new Texts("Nouveau problème", "New issue"),
                            Level.WARNING,
                            "error",
                            new Texts("Nouveau problème dans {service}: {title}", "New issue in {service}: {title}"),
                            new Errors(null, true, true))
                    .withEnabled(false));

    private static final Map<String, Rule> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));

    /** What an alert of the whole fleet says. */
    public static final Texts FLEET_MESSAGE = new Texts(
            "{silent} sites sur {watched} sont devenus silencieux en même temps",
            "{silent} sites of {watched} fell silent at once");

    private DefaultRules() {}

    /** All of them, with version 0. */
    public static List<Rule> all() {
        return ALL;
    }

    static Optional<Rule> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    private static Rule rule(String id, Texts name, Level level, String type, Texts message, Condition condition) {
        return new Rule(id, 0, true, true, name, level, type, Scope.EVERYWHERE, message, condition);
    }
}
