package io.vigie.alert.channel;

import io.vigie.alert.secret.Secret;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a channel will have.
 *
 * @param plain those that may be shown
 * @param secrets those that are new
 * @param made those of them that nobody chose: they are shown once
 * @param target where it will lead, where that is new
 */
record NewSettings(
        Map<String, String> plain, Map<String, Secret> secrets, Map<String, Secret> made, Optional<Target> target) {

    private static final int SIGNING_KEY_BYTES = 32;
    private static final Map<String, String> EMAIL_DEFAULTS = Map.of("port", "587", "security", "auto", "user", "");

    /** A host, the setting that names it, and whether it is spoken to in the open over HTTP. */
    record Target(String setting, String host, boolean isPlainHttp) {}

    /** Of a new channel. */
    static NewSettings of(ChannelDraft.Checked wanted) {
        Map<String, String> given = new LinkedHashMap<>(wanted.settings());
        Map<String, Secret> made = new HashMap<>();
        if (wanted.kind() == ChannelKind.WEBHOOK && !given.containsKey("secret")) {
            String secret = signingSecret();
            given.put("secret", secret);
            made.put("secret", Secret.of(secret));
        }
        return checked(wanted, given, Map.of(), made);
    }

    /** Of a channel that there is: a secret that is left out stays. */
    static NewSettings of(ChannelDraft.Checked wanted, StoredChannel before, Channel opened) {
        List<FieldError> errors = new ArrayList<>();
        if (wanted.kind() != before.kind()) {
            errors.add(new FieldError("kind", "stays as it is: " + before.kind().json()));
        }
        boolean otherServer = List.of("host", "port", "user", "security").stream()
                .anyMatch(name -> !Objects.equals(
                        effective(wanted, name), before.settings().get(name)));
        if (wanted.kind() == ChannelKind.EMAIL
                && otherServer
                && before.sealed().containsKey("password")
                && !wanted.settings().containsKey("password")) {
            errors.add(new FieldError(
                    "settings.password", "must be given again where host, port, security or user change"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException("The channel is not valid", errors);
        }
        Map<String, String> kept = new HashMap<>();
        opened.secrets().forEach((name, secret) -> kept.put(name, secret.reveal()));
        return checked(wanted, wanted.settings(), kept, Map.of());
    }

    private static @Nullable String effective(ChannelDraft.Checked wanted, String name) {
        String given = wanted.settings().get(name);
        return given != null ? given : EMAIL_DEFAULTS.get(name);
    }

    private static NewSettings checked(
            ChannelDraft.Checked wanted,
            Map<String, String> given,
            Map<String, String> kept,
            Map<String, Secret> made) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        if (wanted.kind() == ChannelKind.EMAIL) {
            plain.putAll(EMAIL_DEFAULTS);
        }
        given.forEach((name, value) -> {
            if (wanted.kind().secrets().contains(name)) {
                secrets.put(name, Secret.of(value));
            } else {
                plain.put(name, value);
            }
        });
        Map<String, String> all = new HashMap<>(kept);
        all.putAll(plain);
        secrets.forEach((name, secret) -> all.put(name, secret.reveal()));
        refuse(SettingRules.check(wanted.kind(), all));
        return new NewSettings(plain, secrets, made, target(wanted.kind(), plain, secrets));
    }

    private static void refuse(List<SettingRules.Complaint> complaints) {
        if (!complaints.isEmpty()) {
            throw new ProblemException(
                    "The channel is not valid",
                    complaints.stream()
                            .map(complaint -> new FieldError("settings." + complaint.setting(), complaint.detail()))
                            .toList());
        }
    }

    private static Optional<Target> target(ChannelKind kind, Map<String, String> plain, Map<String, Secret> secrets) {
        if (kind == ChannelKind.EMAIL) {
            return Optional.of(new Target("host", String.valueOf(plain.get("host")), false));
        }
        return Optional.ofNullable(secrets.get("url"))
                .flatMap(url -> SettingRules.url(url.reveal()))
                .map(NewSettings::target);
    }

    private static Target target(URI url) {
        return new Target("url", url.getHost(), !url.getScheme().equalsIgnoreCase("https"));
    }

    /** The new ones over those of before. */
    Map<String, String> sealed(Map<String, String> before, Map<String, String> fresh) {
        Map<String, String> all = new HashMap<>(before);
        all.putAll(fresh);
        return all;
    }

    private static String signingSecret() {
        byte[] key = new byte[SIGNING_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}
