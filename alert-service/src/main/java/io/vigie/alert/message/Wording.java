package io.vigie.alert.message;

import io.vigie.alert.notice.AlertSnapshot;
import io.vigie.alert.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a notice says in one language. The texts in it are other people's: lines hold no control characters, and nothing more is sure. */
record Wording(Notice notice, boolean french, String product, ZoneId zone) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_MESSAGE = 2000;

    /** A line: its label and its text. */
    record Line(String label, String text) {}

    /** {@code [Vigie CRITICAL] CESSON - temperature}. */
    String subject() {
        AlertSnapshot alert = notice.alert();
        String place = alert.clubName().isBlank() ? alert.siteId() : alert.clubName();
        return "[" + product + " " + state() + "] " + plain(place, LONGEST_NAME) + " - "
                + plain(alert.type(), LONGEST_NAME);
    }

    private String state() {
        return switch (notice.kind()) {
            case FIRING, REMINDER -> level();
            case RESOLVED -> french ? "RÉSOLU" : "RESOLVED";
        };
    }

    /** {@code Alerte Vigie}. */
    String heading() {
        return switch (notice.kind()) {
            case FIRING -> french ? "Alerte " + product : product + " alert";
            case REMINDER -> french ? "Rappel d'alerte " + product : product + " alert, reminder";
            case RESOLVED -> french ? "Fin d'alerte " + product : product + " alert resolved";
        };
    }

    /** What it is about; the labels are those that people know from before. */
    List<Line> lines() {
        AlertSnapshot alert = notice.alert();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("Club", plain(alert.clubName(), LONGEST_NAME)));
        lines.add(new Line("Site ID", plain(alert.siteId(), LONGEST_NAME)));
        lines.add(new Line(french ? "Niveau" : "Level", level()));
        lines.add(new Line("Type", plain(alert.type(), LONGEST_NAME)));
        lines.add(new Line("Message", message()));
        lines.add(new Line("Date", date(alert.timestamp())));
        Instant end = alert.endedAt();
        if (end != null) {
            lines.add(new Line(french ? "Fin" : "Ended", date(end)));
            lines.add(new Line(french ? "Durée" : "Duration", duration(Duration.between(alert.since(), end))));
        }
        return lines;
    }

    String message() {
        return plain(notice.alert().message().in(french ? "fr" : "en"), LONGEST_MESSAGE);
    }

    String level() {
        return notice.alert().level().json().toUpperCase(Locale.ROOT);
    }

    private String date(Instant moment) {
        return DATE.format(moment.atZone(zone));
    }

    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        String rest = minutes % 60 == 0 ? "" : " " + minutes % 60 + " min";
        return minutes / 60 + " h" + rest;
    }

    /** One line of bounded length. */
    static String plain(String text, int longest) {
        String line = text.codePoints()
                .map(character -> isBreak(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= longest ? line : cut(line, longest) + "…";
    }

    /** Never within a character of two units. */
    private static String cut(String line, int longest) {
        return line.substring(0, Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private static boolean isBreak(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }
}
