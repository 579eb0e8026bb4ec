package io.vigie.alert.message;

import io.vigie.alert.notice.AlertSnapshot;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/** Notices as each kind of channel says them, in French or English. */
public final class NoticeTexts {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String COLOR_CRITICAL = "c62828";
    private static final String COLOR_WARNING = "ef6c00";
    private static final String COLOR_INFO = "1565c0";
    private static final String COLOR_RESOLVED = "2e7d32";

    private final String product;
    private final ZoneId zone;

    /** Of a product, with dates of this zone. */
    public NoticeTexts(String product, ZoneId zone) {
        this.product = product;
        this.zone = zone;
    }

    private Wording wording(Notice notice, String language) {
        return new Wording(notice, language.equals("fr"), product, zone);
    }

    /** An e-mail. */
    public EmailText email(Notice notice, String language) {
        Wording wording = wording(notice, language);
        StringBuilder text = new StringBuilder(wording.heading()).append("\n\n");
        StringBuilder rows = new StringBuilder();
        for (Wording.Line line : wording.lines()) {
            text.append(line.label()).append(": ").append(line.text()).append('\n');
            rows.append("<p><strong>")
                    .append(html(line.label()))
                    .append(":</strong> ")
                    .append(html(line.text()))
                    .append("</p>\n");
        }
        String page = """
                <!DOCTYPE html>
                <html lang="%s"><head><meta charset="utf-8"><title>%s</title></head>
                <body style="font-family: sans-serif">
                <h2 style="color: #%s">%s</h2>
                %s</body></html>
                """.formatted(
                        language.equals("fr") ? "fr" : "en",
                        html(wording.subject()),
                        color(notice),
                        html(wording.heading()),
                        rows);
        return new EmailText(wording.subject(), text.toString(), page);
    }

    private static String html(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    /** The body that the fleet's own receivers know. */
    public byte[] fleet(Notice notice, String language) {
        AlertSnapshot alert = notice.alert();
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("level", alert.level().json());
        said.put("type", alert.type());
        said.put("message", alert.message().in(language));
        if (!alert.value().isEmpty()) {
            said.put("value", alert.value());
        }
        if (notice.kind() == Notice.Kind.RESOLVED) {
            said.put("status", "resolved");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("siteId", alert.siteId());
        body.put("clubName", alert.clubName());
        body.put("alert", said);
        body.put("timestamp", alert.timestamp().toEpochMilli());
        return JSON.writeValueAsBytes(body);
    }

    /** The body of Standard Webhooks: type, moment of the notice, and the alert. */
    public byte[] standard(Notice notice, String language) {
        AlertSnapshot alert = notice.alert();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("alertId", alert.alertId());
        data.put("siteId", alert.siteId());
        data.put("clubName", alert.clubName());
        data.put("type", alert.type());
        data.put("object", alert.object());
        data.put("level", alert.level().json());
        data.put("message", alert.message().in(language));
        data.put("value", alert.value());
        data.put("rule", alert.rule());
        data.put("since", alert.since().toString());
        Instant end = alert.endedAt();
        if (end != null) {
            data.put("endedAt", end.toString());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "alert." + kind(notice));
        body.put("timestamp", notice.decidedAt().toString());
        body.put("data", data);
        return JSON.writeValueAsBytes(body);
    }

    /** {@code firing}, {@code resolved}, {@code reminder}. */
    public static String kind(Notice notice) {
        return notice.kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A message of Slack's incoming webhooks. */
    public byte[] slack(Notice notice, String language) {
        Wording wording = wording(notice, language);
        StringBuilder text = new StringBuilder("*")
                .append(slackText(wording.subject()))
                .append("*\n")
                .append(slackText(wording.message()));
        for (Wording.Line line : wording.lines()) {
            if (!line.label().equals("Message")) {
                text.append('\n').append(line.label()).append(": ").append(slackText(line.text()));
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", text.toString());
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        return JSON.writeValueAsBytes(body);
    }

    /** So that nobody is called by {@code <!channel>} in a text of others, and no link is hidden behind words. */
    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A message of Discord's webhooks. */
    public byte[] discord(Notice notice, String language) {
        Wording wording = wording(notice, language);
        List<Map<String, Object>> fields = wording.lines().stream()
                .filter(line -> !line.label().equals("Message") && !line.text().isEmpty())
                .map(line ->
                        Map.<String, Object>of("name", line.label(), "value", discordText(line.text()), "inline", true))
                .toList();
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", Wording.plain(discordText(wording.subject()), 250));
        embed.put("description", Wording.plain(discordText(wording.message()), 4000));
        embed.put("color", Integer.parseInt(color(notice), 16));
        embed.put("fields", fields);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", product);
        body.put("allowed_mentions", Map.of("parse", List.of()));
        body.put("embeds", List.of(embed));
        return JSON.writeValueAsBytes(body);
    }

    /** Marks of Discord's Markdown are shown as they are. */
    private static String discordText(String text) {
        return text.replaceAll("([\\\\*_~`|>\\[\\]()#<@])", "\\\\$1");
    }

    private static String color(Notice notice) {
        if (notice.kind() == Notice.Kind.RESOLVED) {
            return COLOR_RESOLVED;
        }
        Level level = notice.alert().level();
        return switch (level) {
            case CRITICAL -> COLOR_CRITICAL;
            case WARNING -> COLOR_WARNING;
            case INFO -> COLOR_INFO;
        };
    }
}
