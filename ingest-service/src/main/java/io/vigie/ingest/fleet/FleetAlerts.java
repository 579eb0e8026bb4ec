package io.vigie.ingest.fleet;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.proto.alerts.v1.AlertLevel;
import io.vigie.proto.alerts.v1.ReportedAlert;
import io.vigie.proto.alerts.v1.ReportedAlerts;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of its open alerts that a site sends along. */
final class FleetAlerts {

    private static final int MOST = 100;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_OBJECT = 128;
    private static final int LONGEST_VALUE = 64;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.-]{1,64}");

    /** As the fleet's agents have always worded it; the service is named nowhere else. */
    private static final Pattern STOPPED = Pattern.compile("Service (\\S{1,128}) (?:arrêté|stopped).*");

    private FleetAlerts() {}

    /** Empty where the body says nothing of alerts. */
    static Optional<ReportedAlerts> of(Json alerts) throws InvalidBodyException {
        if (alerts.isNull()) {
            return Optional.empty();
        }
        if (!(alerts instanceof Json.Arr list)) {
            throw Lenient.bad("alerts", "must be an array");
        }
        if (list.items().size() > MOST) {
            throw Lenient.bad(
                    "alerts",
                    "at most " + MOST + " are allowed, there are "
                            + list.items().size());
        }
        ReportedAlerts.Builder reported = ReportedAlerts.newBuilder();
        for (int i = 0; i < list.items().size(); i++) {
            Json alert = list.items().get(i);
            if (!alert.isNull()) {
                reported.addAlerts(alert("alerts[" + i + "]", Lenient.object("alerts[" + i + "]", alert)));
            }
        }
        return Optional.of(reported.build());
    }

    private static ReportedAlert alert(String field, Json.Obj alert) throws InvalidBodyException {
        String type = text(field, alert, "type", LONGEST_VALUE)
                .map(it -> it.toLowerCase(Locale.ROOT))
                .orElse("other");
        if (!TYPE.matcher(type).matches()) {
            throw Lenient.bad(field + ".type", "1 to 64 of a-z 0-9 _ . - are allowed");
        }
        String message = text(field, alert, "message", LONGEST_MESSAGE).orElse("");
        return ReportedAlert.newBuilder()
                .setLevel(level(field + ".level", alert.get("level")))
                .setType(type)
                .setObject(object(field, alert, type, message))
                .setMessage(message)
                .setValue(text(field, alert, "value", LONGEST_VALUE).orElse(""))
                .build();
    }

    private static AlertLevel level(String field, Json level) throws InvalidBodyException {
        return switch (Lenient.text(field, level).orElse("warning").toLowerCase(Locale.ROOT)) {
            case "info" -> AlertLevel.ALERT_LEVEL_INFO;
            case "warning" -> AlertLevel.ALERT_LEVEL_WARNING;
            case "critical" -> AlertLevel.ALERT_LEVEL_CRITICAL;
            default -> throw Lenient.bad(field, "info, warning or critical is allowed");
        };
    }

    private static String object(String field, Json.Obj alert, String type, String message)
            throws InvalidBodyException {
        for (String name : new String[] {"service", "volume", "object"}) {
            Optional<String> object = text(field, alert, name, LONGEST_OBJECT);
            if (object.isPresent()) {
                return object.get();
            }
        }
        Matcher stopped = STOPPED.matcher(message);
        return type.equals("service") && stopped.matches() ? stopped.group(1) : "";
    }

    private static Optional<String> text(String field, Json.Obj alert, String name, int longest)
            throws InvalidBodyException {
        Optional<String> text = Lenient.text(field + "." + name, alert.get(name));
        if (text.isPresent() && text.get().codePointCount(0, text.get().length()) > longest) {
            throw Lenient.bad(field + "." + name, "at most " + longest + " characters are allowed");
        }
        return text;
    }
}
