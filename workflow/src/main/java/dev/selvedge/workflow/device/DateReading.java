package dev.selvedge.workflow.device;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates that people and programs write, in American English: {@code 2024-03-05T14:00:00Z}, {@code Mar 5, 2024 at
 * 2:00 PM}, {@code 3/5/24}, {@code 5 March}, {@code tomorrow at 9am}, {@code next friday}, {@code in 3 days}. Text of
 * more than 200 characters is no date.
 */
final class DateReading {
    private static final int MAX_LENGTH = 200;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> UNITS = List.of("second", "minute", "hour", "day", "week", "month", "year");

    private final List<String> tokens;
    private final boolean lenient;
    private final ZoneId zone;
    private final LocalDate today;
    private final Instant now;
    private int at;
    private int year;
    private int month;
    private int day;
    private @Nullable LocalDate date;
    private @Nullable LocalTime time;
    private @Nullable ZoneOffset offset;
    private @Nullable DayOfWeek weekday;
    private @Nullable Instant instant;

    private DateReading(String text, boolean lenient, ZoneId zone, Instant now) {
        this.tokens = tokens(text.toLowerCase(Locale.ROOT));
        this.lenient = lenient;
        this.zone = zone;
        this.now = now;
        this.today = now.atZone(zone).toLocalDate();
    }

    /** The date that the whole text is, null if it is none. */
    static @Nullable Instant parse(String text, ZoneId zone, Instant now) {
        return read(text, false, zone, now);
    }

    /** The date that the text mentions, null without one. */
    static @Nullable Instant mentioned(String text, ZoneId zone, Instant now) {
        return read(text, true, zone, now);
    }

    private static @Nullable Instant read(String text, boolean lenient, ZoneId zone, Instant now) {
        if (text.length() > MAX_LENGTH || text.isBlank()) {
            return null;
        }
        try {
            DateReading reading = new DateReading(text, lenient, zone, now);
            return reading.scan() ? reading.result() : null;
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    /** Words, numbers and single signs. */
    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i + 1;
            boolean digit = digit(c);
            if (digit || Character.isLetter(c)) {
                while (end < text.length()
                        && (digit ? digit(text.charAt(end)) : Character.isLetter(text.charAt(end)))) {
                    end++;
                }
            }
            if (!Character.isWhitespace(c)) {
                tokens.add(text.substring(i, end));
            }
            i = end;
        }
        return tokens;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private String peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
    }

    private int number(int ahead) {
        String token = peek(ahead);
        return !token.isEmpty() && token.length() <= 6 && digit(token.charAt(0)) ? Integer.parseInt(token) : -1;
    }

    private boolean scan() {
        while (at < tokens.size()) {
            int before = at;
            boolean known = number(0) >= 0 ? numeric() : word();
            if (!known && !lenient) {
                return false;
            }
            at = known ? at : before + 1;
        }
        return true;
    }

    private boolean numeric() {
        return isoDate() || slashDate() || clock() || amount() || dayOrYear();
    }

    private boolean isoDate() {
        if (peek(0).length() != 4 || !peek(1).equals("-") || number(2) < 0 || !peek(3).equals("-") || number(4) < 0) {
            return false;
        }
        date = LocalDate.of(number(0), number(2), number(4));
        at += peek(5).equals("t") ? 6 : 5;
        return true;
    }

    private boolean slashDate() {
        String sign = peek(1);
        if (!(sign.equals("/") || sign.equals(".") || sign.equals("-"))
                || !peek(3).equals(sign)
                || number(2) < 0
                || number(4) < 0
                || peek(0).length() > 2) {
            return false;
        }
        int first = number(0);
        boolean dayFirst = sign.equals(".") || first > 12;
        date = LocalDate.of(century(number(4)), dayFirst ? number(2) : first, dayFirst ? first : number(2));
        at += 5;
        return true;
    }

    private static int century(int year) {
        return year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
    }

    private boolean clock() {
        int hour = number(0);
        int minute = peek(1).equals(":") ? number(2) : -1;
        int used = minute >= 0 ? 3 : 1;
        int second = 0;
        if (minute >= 0 && peek(3).equals(":") && number(4) >= 0) {
            second = number(4);
            used = peek(5).equals(".") && number(6) >= 0 ? 7 : 5;
        }
        String half = peek(used);
        boolean marked = half.equals("am") || half.equals("pm");
        if (minute < 0 && !marked) {
            return false;
        }
        if (marked) {
            hour = hour % 12 + (half.equals("pm") ? 12 : 0);
        }
        time = LocalTime.of(hour, Math.max(minute, 0), second);
        at += used + (marked ? 1 : 0);
        offset();
        return true;
    }

    private void offset() {
        String sign = peek(0);
        if (sign.equals("z")) {
            offset = ZoneOffset.UTC;
            at++;
        } else if ((sign.equals("+") || sign.equals("-")) && number(1) >= 0) {
            int hours = number(1);
            int minutes = 0;
            int used = 2;
            if (peek(1).length() == 4) {
                minutes = hours % 100;
                hours /= 100;
            } else if (peek(2).equals(":") && number(3) >= 0) {
                minutes = number(3);
                used = 4;
            }
            offset = ZoneOffset.ofTotalSeconds((sign.equals("-") ? -60 : 60) * (hours * 60 + minutes));
            at += used;
        }
    }

    private boolean amount() {
        int unit = unit(peek(1));
        if (unit < 0) {
            return false;
        }
        boolean past = peek(2).equals("ago");
        shift(unit, past ? -number(0) : number(0));
        at += past ? 3 : 2;
        return true;
    }

    private static int unit(String word) {
        return UNITS.indexOf(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
    }

    private void shift(int unit, int amount) {
        instant = Calendars.shift(now, zone, UNITS.get(unit), amount);
    }

    private boolean dayOrYear() {
        int value = number(0);
        String suffix = peek(1);
        if (suffix.equals("st") || suffix.equals("nd") || suffix.equals("rd") || suffix.equals("th")) {
            day = value;
            at += 2;
            return true;
        }
        if (peek(0).length() == 4) {
            year = value;
        } else if (value >= 1 && value <= 31 && day == 0) {
            day = value;
        } else {
            return false;
        }
        at++;
        return true;
    }

    private boolean word() {
        String word = peek(0);
        int found = word.length() >= 3 ? MONTHS.indexOf(word.substring(0, 3)) : -1;
        if (found >= 0 && monthName(word, found)) {
            month = found + 1;
            at++;
            return true;
        }
        found = word.length() >= 3 ? DAYS.indexOf(word.substring(0, 3)) : -1;
        if (found >= 0 && (word.length() == 3 || word.endsWith("day"))) {
            weekday = DayOfWeek.of(found + 1);
            at++;
            return true;
        }
        boolean known = named(word);
        at += known ? 1 : 0;
        return known;
    }

    private static boolean monthName(String word, int month) {
        return word.length() == 3
                || java.time.Month.of(month + 1).name().toLowerCase(Locale.ROOT).startsWith(word);
    }

    private boolean named(String word) {
        switch (word) {
            case "now" -> instant = now;
            case "today" -> date = today;
            case "tonight" -> {
                date = today;
                time = LocalTime.of(20, 0);
            }
            case "tomorrow" -> date = today.plusDays(1);
            case "yesterday" -> date = today.minusDays(1);
            case "noon" -> time = LocalTime.NOON;
            case "midnight" -> time = LocalTime.MIDNIGHT;
            case "gmt", "utc" -> offset = ZoneOffset.UTC;
            case "next", "last" -> {
                int unit = unit(peek(1));
                if (unit >= 0) {
                    shift(unit, word.equals("next") ? 1 : -1);
                    at++;
                }
            }
            case ",", ".", "at", "on", "in", "of", "the", "t", "(", ")" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable Instant result() {
        if (instant != null) {
            return instant;
        }
        LocalDate found = date != null ? date : calendarDate();
        if (found == null && (time == null || (lenient && day > 0 && month > 0))) {
            return null;
        }
        ZoneId place = offset == null ? zone : offset;
        LocalDate on = found == null ? today : found;
        return on.atTime(time == null ? LocalTime.MIDNIGHT : time).atZone(place).toInstant();
    }

    private @Nullable LocalDate calendarDate() {
        if (month > 0 && (day > 0 || year > 0)) {
            return LocalDate.of(year > 0 ? year : today.getYear(), month, Math.max(day, 1));
        }
        if (weekday != null) {
            return today.with(TemporalAdjusters.next(weekday));
        }
        return null;
    }
}
