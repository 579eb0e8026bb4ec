package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Dates and times of logs, protocols and people, in English and French. */
final class Dates {

    private static final Set<String> MONTHS =
            words("jan january janvier janv feb february février fevrier févr fev fév mar march mars"
                    + " apr april avril avr may mai jun june juin jul july juillet juil aug august août aout sep sept september septembre"
                    + " oct october octobre nov november novembre dec december décembre decembre déc");
    private static final Set<String> WEEKDAYS = words(
            "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday"
                    + " sat saturday sun sunday lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche");
    private static final Set<String> ZONES =
            words("z utc gmt cet cest est edt pst pdt bst ist msk cst cdt mst mdt jst");
    private static final int LONGEST_WORD = 10;

    private Dates() {}

    /** The end of what syslog writes before a line's date: its priority, and the version of its form; 0 where there is none. */
    static int priority(String text) {
        int end = Chars.digits(text, 1);
        if (at(text, 0) != '<' || at(text, end) != '>' || end < 2 || end > 4) {
            return 0;
        }
        int version = at(text, end + 2) == ' ' ? end + 3 : end + 1;
        return date(text, version) > version ? version : date(text, end + 1) > end + 1 ? end + 1 : 0;
    }

    private static Set<String> words(String list) {
        return new HashSet<>(Arrays.asList(list.split(" ")));
    }

    /** The end of a date, with the time that may follow, or of a time with seconds; or -1. */
    static int date(String text, int from) {
        char first = at(text, from);
        if (Chars.isDigit(first)) {
            int end = numeric(text, from);
            end = end > 0 ? end : dayMonth(text, from);
            return end > 0 ? withTime(text, end) : time(text, from, true);
        }
        if (!Chars.isLetter(first)) {
            return -1;
        }
        if ("IWEF".indexOf(first) >= 0 && Chars.digits(text, from + 1) == from + 5 && at(text, from + 5) == ' ') {
            return time(text, from + 6, true); // klog's: E0503 10:15:00.123456
        }
        int end = monthDay(text, from);
        if (end > 0) {
            return withTime(text, end);
        }
        int day = afterWeekday(text, from);
        if (day < 0) {
            return -1;
        }
        end = Chars.isDigit(at(text, day)) ? dayMonth(text, day) : monthDay(text, day);
        end = end > 0 ? end : Chars.isDigit(at(text, day)) ? numeric(text, day) : -1;
        return end > 0 ? withTime(text, end) : -1;
    }

    private static int afterWeekday(String text, int from) {
        int end = Chars.letters(text, from);
        if (!isOneOf(WEEKDAYS, text, from, end)) {
            return -1;
        }
        while (at(text, end) == '.' || at(text, end) == ',') {
            end++;
        }
        return Chars.spaces(text, end);
    }

    /** Year first, day first, or all digits together with a T. */
    private static int numeric(String text, int from) {
        int first = Chars.digits(text, from);
        if (first - from == 8 && at(text, first) == 'T' && Chars.isDigit(at(text, first + 1))) {
            int end = Chars.digits(text, first + 1);
            end = at(text, end) == '.' ? Chars.digits(text, end + 1) : end;
            return at(text, end) == 'Z' ? end + 1 : end;
        }
        char separator = at(text, first);
        if (first - from > 4 || separator != '-' && separator != '/' && separator != '.') {
            return -1;
        }
        int second = Chars.digits(text, first + 1);
        if (at(text, second) != separator || second - first > 3) {
            return -1;
        }
        int third = Chars.digits(text, second + 1);
        boolean ends = !Chars.isDigit(at(text, third + 1)) || at(text, third) != separator && at(text, third) != '.';
        boolean yearFirst = first - from == 4 && third - second <= 3;
        boolean yearLast = first - from <= 2 && third - second == 5
                || separator == '/' && first - from <= 2 && third - second == 3;
        int month = Chars.value(text, first + 1, second);
        int day = yearFirst ? Chars.value(text, second + 1, third) : Chars.value(text, from, first);
        boolean possible = month >= 1 && day >= 1 && month <= 31 && day <= 31 && (month <= 12 || day <= 12);
        boolean wordFollows = Chars.isLetter(at(text, third)) && at(text, third) != 'T';
        return ends && possible && (yearFirst || yearLast) && !wordFollows ? third : -1;
    }

    private static int dayMonth(String text, int from) {
        int day = Chars.digits(text, from);
        int value = Chars.value(text, from, day);
        if (value < 1 || value > 31) {
            return -1;
        }
        if (text.startsWith("er", day)
                || text.startsWith("st", day)
                || text.startsWith("nd", day)
                || text.startsWith("rd", day)
                || text.startsWith("th", day)) {
            day += 2;
        }
        int month = at(text, day) == '-' || at(text, day) == '/' ? day + 1 : Chars.spaces(text, day);
        int end = Chars.letters(text, month);
        if (month == day || !isOneOf(MONTHS, text, month, end)) {
            return -1;
        }
        return year(text, at(text, end) == '.' ? end + 1 : end);
    }

    private static int monthDay(String text, int from) {
        int month = Chars.letters(text, from);
        if (!isOneOf(MONTHS, text, from, month)) {
            return -1;
        }
        int day = Chars.spaces(text, at(text, month) == '.' ? month + 1 : month);
        int end = Chars.digits(text, day);
        int value = Chars.value(text, day, end);
        if (day == month || value < 1 || Chars.isLetter(at(text, end)) && !text.startsWith("th", end)) {
            return -1;
        }
        if (end - day == 4) {
            return end;
        }
        if (value > 31) {
            return -1;
        }
        end = text.startsWith("th", end) ? end + 2 : end;
        return year(text, at(text, end) == ',' ? end + 1 : end);
    }

    private static int year(String text, int from) {
        int start = at(text, from) == '-' || at(text, from) == '/' ? from + 1 : Chars.spaces(text, from);
        int end = Chars.digits(text, start);
        boolean isYear = end - start == 4 && at(text, end) != ':' && (at(text, start) == '1' || at(text, start) == '2');
        return isYear ? end : at(text, from - 1) == ',' ? from - 1 : from;
    }

    private static int withTime(String text, int from) {
        int start = from;
        if (at(text, start) == 'T' || at(text, start) == '_' || at(text, start) == ':') {
            start++;
        } else {
            start = at(text, start) == ',' ? start + 1 : start;
            start = Chars.spaces(text, start);
            for (String word : new String[] {"at ", "à ", "- "}) {
                start = text.startsWith(word, start) ? start + word.length() : start;
            }
        }
        int end = time(text, start, false);
        end = end < 0 ? hours(text, start) : end;
        if (end < 0) {
            return from;
        }
        int year = Chars.spaces(text, end);
        int after = Chars.digits(text, year);
        return after - year == 4 && year > end && at(text, year) == '2' ? after : end;
    }

    /** Hours and minutes; seconds where they are asked for; fraction, half of the day and zone where they follow. */
    private static int time(String text, int from, boolean seconds) {
        int hour = Chars.digits(text, from);
        int value = Chars.value(text, from, hour);
        if (value < 0 || value > 24 || hour - from > 2) {
            return -1;
        }
        char separator = at(text, hour);
        int minute = Chars.digits(text, hour + 1);
        if (separator != ':' && separator != 'h' || minute - hour != 3) {
            return -1;
        }
        int end = minute;
        if (at(text, minute) == ':' && Chars.digits(text, minute + 1) - minute == 3) {
            end = minute + 3;
            if ((at(text, end) == '.' || at(text, end) == ',') && Chars.isDigit(at(text, end + 1))) {
                end = Chars.digits(text, end + 1);
            }
        } else if (seconds && separator == ':' || Chars.isLetter(at(text, minute)) && at(text, minute) != 'Z') {
            return -1;
        }
        return zone(text, end);
    }

    /** The French way: 9 h, 14 h 30. */
    private static int hours(String text, int from) {
        int hour = Chars.digits(text, from);
        int unit = at(text, hour) == ' ' || at(text, hour) == '\u00A0' ? hour + 1 : hour;
        int value = Chars.value(text, from, hour);
        if (value < 0 || value > 24 || at(text, unit) != 'h' || Chars.isWord(at(text, unit + 1))) {
            return -1;
        }
        int minute = at(text, unit + 1) == ' ' || at(text, unit + 1) == '\u00A0' ? unit + 2 : unit + 1;
        int end = Chars.digits(text, minute);
        return end - minute == 2 && !Chars.isWord(at(text, end)) ? end : unit + 1;
    }

    private static int zone(String text, int from) {
        int end = from;
        int word = Chars.spaces(text, end);
        int wordEnd = Chars.letters(text, word);
        boolean half = wordEnd - word == 2
                && (text.regionMatches(true, word, "AM", 0, 2) || text.regionMatches(true, word, "PM", 0, 2));
        if (half || isOneOf(ZONES, text, word, wordEnd) && Chars.isUpper(at(text, word))) {
            end = wordEnd;
        }
        int sign = Chars.spaces(text, end);
        if ((at(text, sign) == '+' || at(text, sign) == '-') && Chars.digits(text, sign + 1) - sign >= 3) {
            int hours = Chars.digits(text, sign + 1);
            end = at(text, hours) == ':' && Chars.digits(text, hours + 1) - hours == 3 ? hours + 3 : hours;
        }
        return end;
    }

    private static boolean isOneOf(Set<String> words, String text, int from, int end) {
        return end > from
                && end - from <= LONGEST_WORD
                && words.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    }
}
