package io.vigie.alert.channel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vigie.alert.rule.Level;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an admin sends: a channel as it shall be. A secret that is left out stays as it is. */
@JsonIgnoreProperties({"id", "fixed", "lastDelivery", "fault"})
public record ChannelDraft(
        @Nullable String name,
        @Nullable String kind,
        @Nullable Boolean enabled,
        @Nullable String language,
        @Nullable String minLevel,
        @Nullable Boolean resolved,
        @Nullable List<@Nullable Entry> settings) {

    private static final int LONGEST_NAME = 100;

    /** A setting; its value may be a secret. */
    public record Entry(@Nullable String name, @Nullable String value) {

        @Override
        public String toString() {
            return name + "=…";
        }
    }

    /** What is right by itself; whether the settings are complete is seen together with the secrets of before. */
    record Checked(
            String name,
            ChannelKind kind,
            boolean enabled,
            String language,
            Level minLevel,
            boolean resolved,
            Map<String, String> settings) {}

    /** Refuses what can't be, by the field's name. */
    Checked checked() {
        List<FieldError> errors = new ArrayList<>();
        String goodName = name == null ? "" : name.strip();
        if (goodName.isEmpty()
                || goodName.length() > LONGEST_NAME
                || goodName.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    "name", "must have 1 to " + LONGEST_NAME + " characters, none of them a control character"));
        }
        ChannelKind goodKind = ChannelKind.find(String.valueOf(kind)).orElse(null);
        if (goodKind == null) {
            errors.add(new FieldError("kind", "must be one of " + ChannelKind.names()));
        }
        String goodLanguage = language == null ? "fr" : language;
        if (!goodLanguage.equals("fr") && !goodLanguage.equals("en")) {
            errors.add(new FieldError("language", "must be fr or en"));
        }
        Level level = Level.find(minLevel == null ? "warning" : minLevel).orElse(null);
        if (level == null) {
            errors.add(new FieldError("minLevel", "must be info, warning or critical"));
        }
        if (goodKind == null || level == null) {
            throw new ProblemException("The channel is not valid", errors);
        }
        Map<String, String> goodSettings = settings(goodKind, errors);
        if (!errors.isEmpty()) {
            throw new ProblemException("The channel is not valid", errors);
        }
        return new Checked(
                goodName,
                goodKind,
                enabled == null || enabled,
                goodLanguage,
                level,
                resolved == null ? goodKind.tellsResolved() : resolved,
                goodSettings);
    }

    private Map<String, String> settings(ChannelKind goodKind, List<FieldError> errors) {
        Map<String, String> given = new LinkedHashMap<>();
        List<@Nullable Entry> entries = settings == null ? List.of() : settings;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String setting = entry == null ? null : entry.name();
            String value = entry == null ? null : entry.value();
            boolean known = setting != null
                    && (goodKind.settings().contains(setting)
                            || goodKind.secrets().contains(setting));
            if (!known || value == null) {
                errors.add(new FieldError("settings[" + i + "]", "must be a value of " + allNames(goodKind)));
            } else if (given.put(setting, value.strip()) != null) {
                errors.add(new FieldError("settings[" + i + "]", "is given twice"));
            }
        }
        return given;
    }

    private static String allNames(ChannelKind kind) {
        List<String> names = new ArrayList<>(kind.settings());
        names.addAll(kind.secrets());
        return String.join(", ", names);
    }
}
