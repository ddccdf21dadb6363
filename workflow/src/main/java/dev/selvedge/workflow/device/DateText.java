package dev.selvedge.workflow.device;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.Locale;

/**
 * Dates as text, in American English. Patterns follow Unicode Technical Standard 35 (date field symbols); a letter
 * without a meaning here is written as it is.
 */
final class DateText {
    private static final int MAX_PATTERN = 500;

    private DateText() {}

    static String iso(Instant instant, ZoneId zone, boolean time) {
        return pattern(instant, zone, time ? "yyyy-MM-dd'T'HH:mm:ssxxx" : "yyyy-MM-dd");
    }

    /** By the names of the date and time styles: None, Short, Medium, Long, Full. */
    static String styled(Instant instant, ZoneId zone, String dateStyle, String timeStyle) {
        String date = datePattern(dateStyle);
        String time = timePattern(timeStyle);
        if (date.isEmpty() || time.isEmpty()) {
            return pattern(instant, zone, date + time);
        }
        boolean brief = dateStyle.equals("Short");
        return pattern(instant, zone, date + (brief ? ", " : " 'at' ") + time);
    }

    private static String datePattern(String style) {
        return switch (style) {
            case "None" -> "";
            case "Short" -> "M/d/yy";
            case "Long" -> "MMMM d, yyyy";
            case "Full" -> "EEEE, MMMM d, yyyy";
            default -> "MMM d, yyyy";
        };
    }

    private static String timePattern(String style) {
        return switch (style) {
            case "None" -> "";
            case "Medium" -> "h:mm:ss a";
            case "Long", "Full" -> "h:mm:ss a z";
            default -> "h:mm a";
        };
    }

    /** Today, tomorrow, yesterday, or the medium date; with the time where it has a style. */
    static String relative(Instant instant, ZoneId zone, Instant now, String timeStyle) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        long days = ChronoUnit.DAYS.between(now.atZone(zone).toLocalDate(), day);
        String time = pattern(instant, zone, timePattern(timeStyle));
        String named = days == 0 ? "Today" : days == 1 ? "Tomorrow" : days == -1 ? "Yesterday" : "";
        if (named.isEmpty()) {
            return styled(instant, zone, "Medium", timeStyle);
        }
        return time.isEmpty() ? named : named + " at " + time;
    }

    /** How far from now, in the largest whole unit. */
    static String distance(Instant instant, Instant now) {
        long seconds = ChronoUnit.SECONDS.between(now, instant);
        long size = Math.abs(seconds);
        String[] names = {"year", "month", "week", "day", "hour", "minute", "second"};
        long[] lengths = {31_556_952, 2_629_746, 604_800, 86_400, 3_600, 60, 1};
        for (int i = 0; i < names.length; i++) {
            long count = size / lengths[i];
            if (count > 0) {
                String amount = count + " " + names[i] + (count == 1 ? "" : "s");
                return seconds < 0 ? amount + " ago" : "in " + amount;
            }
        }
        return "now";
    }

    static String pattern(Instant instant, ZoneId zone, String pattern) {
        if (pattern.length() > MAX_PATTERN) {
            throw Halt.fault("The date format has " + pattern.length() + " characters; at most " + MAX_PATTERN
                    + " are understood. Shorten it.");
        }
        ZonedDateTime date = instant.atZone(zone);
        StringBuilder out = new StringBuilder(32);
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int end = i + 1;
            if (c == '\'') {
                i = quoted(pattern, i, out);
                continue;
            }
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            field(date, c, end - i, out);
            i = end;
        }
        return out.toString();
    }

    private static int quoted(String pattern, int start, StringBuilder out) {
        int i = start + 1;
        if (i < pattern.length() && pattern.charAt(i) == '\'') {
            out.append('\'');
            return i + 1;
        }
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (c == '\'') {
                if (i < pattern.length() && pattern.charAt(i) == '\'') {
                    i++;
                } else {
                    break;
                }
            }
            out.append(c);
        }
        return i;
    }

    private static void field(ZonedDateTime date, char letter, int width, StringBuilder out) {
        switch (letter) {
            case 'G' -> out.append(date.getYear() > 0 ? "AD" : "BC");
            case 'y', 'u' -> year(date.getYear(), width, out);
            case 'Y' -> year(date.get(WeekFields.SUNDAY_START.weekBasedYear()), width, out);
            case 'Q', 'q' -> quarter(date.get(IsoFields.QUARTER_OF_YEAR), width, out);
            case 'M', 'L' -> month(date, width, out);
            case 'w' -> number(date.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear()), width, out);
            case 'W' -> number(date.get(WeekFields.SUNDAY_START.weekOfMonth()), width, out);
            case 'd' -> number(date.getDayOfMonth(), width, out);
            case 'D' -> number(date.getDayOfYear(), width, out);
            case 'F' -> number((date.getDayOfMonth() + 6) / 7, width, out);
            case 'E' -> weekday(date, width, out);
            case 'e', 'c' -> {
                if (width <= 2) {
                    number(date.getDayOfWeek().getValue() % 7 + 1, width, out);
                } else {
                    weekday(date, width, out);
                }
            }
            case 'a', 'b', 'B' -> out.append(date.getHour() < 12 ? "AM" : "PM");
            case 'h' -> number((date.getHour() + 11) % 12 + 1, width, out);
            case 'H' -> number(date.getHour(), width, out);
            case 'K' -> number(date.getHour() % 12, width, out);
            case 'k' -> number((date.getHour() + 23) % 24 + 1, width, out);
            case 'm' -> number(date.getMinute(), width, out);
            case 's' -> number(date.getSecond(), width, out);
            case 'S' -> fraction(date, width, out);
            case 'A' -> number((int) (date.toLocalTime().toNanoOfDay() / 1_000_000), width, out);
            case 'z', 'v' -> out.append(zoneName(date, width));
            case 'V' -> out.append(date.getZone().getId());
            case 'Z' ->
                out.append(width == 4 ? "GMT" + offset(date, true, false) : offset(date, width == 5, width == 5));
            case 'O' -> out.append("GMT").append(offset(date, true, false));
            case 'X' -> out.append(offset(date, width == 3 || width == 5, true));
            case 'x' -> out.append(offset(date, width == 3 || width == 5, false));
            default -> out.repeat(letter, width);
        }
    }

    private static void year(int year, int width, StringBuilder out) {
        if (width == 2) {
            number(Math.floorMod(year, 100), 2, out);
        } else {
            number(year, width, out);
        }
    }

    private static void quarter(int quarter, int width, StringBuilder out) {
        if (width <= 2) {
            number(quarter, width, out);
        } else {
            out.append(
                    width == 3 ? "Q" + quarter : new String[] {"1st", "2nd", "3rd", "4th"}[quarter - 1] + " quarter");
        }
    }

    private static void month(ZonedDateTime date, int width, StringBuilder out) {
        switch (width) {
            case 1, 2 -> number(date.getMonthValue(), width, out);
            case 3 -> out.append(date.getMonth().getDisplayName(TextStyle.SHORT, Locale.US));
            case 5 -> out.append(date.getMonth().getDisplayName(TextStyle.NARROW, Locale.US));
            default -> out.append(date.getMonth().getDisplayName(TextStyle.FULL, Locale.US));
        }
    }

    private static void weekday(ZonedDateTime date, int width, StringBuilder out) {
        DayOfWeek day = date.getDayOfWeek();
        switch (width) {
            case 4 -> out.append(day.getDisplayName(TextStyle.FULL, Locale.US));
            case 5 -> out.append(day.getDisplayName(TextStyle.NARROW, Locale.US));
            case 6 -> out.append(day.getDisplayName(TextStyle.SHORT, Locale.US), 0, 2);
            default -> out.append(day.getDisplayName(TextStyle.SHORT, Locale.US));
        }
    }

    private static void fraction(ZonedDateTime date, int width, StringBuilder out) {
        String nanos = String.valueOf(1_000_000_000L + date.getNano()).substring(1);
        out.append(width <= 9 ? nanos.substring(0, width) : nanos + "0".repeat(width - 9));
    }

    private static String zoneName(ZonedDateTime date, int width) {
        if (date.getOffset().equals(ZoneOffset.UTC)) {
            return "GMT";
        }
        return width == 4 ? date.getZone().getDisplayName(TextStyle.FULL, Locale.US) : "GMT" + shortOffset(date);
    }

    private static String shortOffset(ZonedDateTime date) {
        int minutes = date.getOffset().getTotalSeconds() / 60;
        int size = Math.abs(minutes);
        String text = (minutes < 0 ? "-" : "+") + size / 60;
        return size % 60 == 0
                ? text
                : text + ":" + String.valueOf(100 + size % 60).substring(1);
    }

    private static String offset(ZonedDateTime date, boolean colon, boolean zulu) {
        int minutes = date.getOffset().getTotalSeconds() / 60;
        if (minutes == 0 && zulu) {
            return "Z";
        }
        int size = Math.abs(minutes);
        String hours = String.valueOf(100 + size / 60).substring(1);
        String rest = String.valueOf(100 + size % 60).substring(1);
        return (minutes < 0 ? "-" : "+") + hours + (colon ? ":" : "") + rest;
    }

    private static void number(int value, int width, StringBuilder out) {
        String digits = String.valueOf(Math.abs(value));
        if (value < 0) {
            out.append('-');
        }
        out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
