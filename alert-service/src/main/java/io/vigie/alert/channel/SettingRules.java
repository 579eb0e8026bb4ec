package io.vigie.alert.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the settings of each kind must be like. A complaint names the setting and its limit, never the value. */
final class SettingRules {

    /** What is wrong with which setting. */
    record Complaint(String setting, String detail) {}

    /** How e-mail is protected: {@code auto} is TLS from the start on port 465, else STARTTLS where it is offered. */
    static final Set<String> SECURITY = Set.of("auto", "tls", "starttls", "none");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");
    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]+={0,2}");
    private static final int LONGEST_URL = 2048;
    private static final int LONGEST = 320;
    private static final int MOST_RECIPIENTS = 50;

    private SettingRules() {}

    /** All complaints about all settings of a channel, secrets in the open among them. */
    static List<Complaint> check(ChannelKind kind, Map<String, String> settings) {
        List<Complaint> complaints = new ArrayList<>();
        switch (kind) {
            case EMAIL -> checkEmail(settings, complaints);
            case FLEET_WEBHOOK, SLACK, DISCORD -> checkUrl(settings, complaints);
            case WEBHOOK -> {
                checkUrl(settings, complaints);
                checkSigningSecret(settings.getOrDefault("secret", ""), complaints);
            }
        }
        return complaints;
    }

    private static void checkEmail(Map<String, String> settings, List<Complaint> complaints) {
        if (!HOST.matcher(settings.getOrDefault("host", "")).matches()) {
            complaints.add(new Complaint("host", "must be the name or address of an SMTP server"));
        }
        if (!isPort(settings.getOrDefault("port", ""))) {
            complaints.add(new Complaint("port", "must be 1 to 65535"));
        }
        if (!SECURITY.contains(settings.getOrDefault("security", ""))) {
            complaints.add(new Complaint("security", "must be auto, tls, starttls or none"));
        }
        for (String name : List.of("user", "password")) {
            String value = settings.getOrDefault(name, "");
            if (value.length() > LONGEST || hasControls(value)) {
                complaints.add(new Complaint(
                        name, "must have at most " + LONGEST + " characters, none of them a control character"));
            }
        }
        if (addresses(settings.getOrDefault("from", "")).size() != 1) {
            complaints.add(new Complaint("from", "must be one e-mail address"));
        }
        int recipients = addresses(settings.getOrDefault("to", "")).size();
        if (recipients < 1 || recipients > MOST_RECIPIENTS) {
            complaints.add(
                    new Complaint("to", "must be 1 to " + MOST_RECIPIENTS + " e-mail addresses with commas between"));
        }
    }

    /** Those of the list; none where one of them is wrong. */
    private static List<InternetAddress> addresses(String text) {
        if (hasControls(text)) {
            return List.of();
        }
        try {
            List<InternetAddress> addresses = List.of(InternetAddress.parse(text, true));
            for (InternetAddress address : addresses) {
                address.validate();
            }
            return addresses;
        } catch (AddressException e) {
            return List.of();
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    private static void checkUrl(Map<String, String> settings, List<Complaint> complaints) {
        if (url(settings.getOrDefault("url", "")).isEmpty()) {
            complaints.add(new Complaint(
                    "url",
                    "must be an address that begins with https:// or http://, of at most " + LONGEST_URL
                            + " characters"));
        }
    }

    /** The address, where it is one of the web. */
    static Optional<URI> url(String text) {
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme());
            boolean good = text.length() <= LONGEST_URL
                    && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
                    && url.getHost() != null
                    && url.getPort() <= 65_535
                    && url.getPort() != 0;
            return good ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void checkSigningSecret(String secret, List<Complaint> complaints) {
        if (!SIGNING_SECRET.matcher(secret).matches() || !hasKeyLength(secret)) {
            complaints.add(new Complaint("secret", "must be whsec_ and the base64 of 24 to 64 bytes"));
        }
    }

    private static boolean hasKeyLength(String secret) {
        try {
            int bytes = Base64.getDecoder().decode(secret.substring("whsec_".length())).length;
            return bytes >= 24 && bytes <= 64;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
