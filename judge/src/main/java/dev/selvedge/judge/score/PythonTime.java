package dev.selvedge.judge.score;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A time stamp as the published comparer reads it: what {@code datetime.fromisoformat} of Python 3.11 takes, or a number
 * of seconds, milliseconds or nanoseconds. Numbers are taken in the local time zone there and in UTC here, so that a
 * result does not depend on the machine.
 *
 * @param local date and time as written
 * @param offset seconds ahead of UTC with their fraction, null where none is told
 */
record PythonTime(LocalDateTime local, @Nullable Double offset) {
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})(?:-(\\d\\d)-(\\d\\d)|(\\d\\d)(\\d\\d)|-W(\\d\\d)(?:-(\\d))?|W(\\d\\d)(\\d)?)");
    private static final Pattern TIME =
            Pattern.compile("(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?|(\\d\\d)(?:(\\d\\d)(?:[.,](\\d+))?)?)?");

    /** The time that a value tells, null where it tells none. */
    static @Nullable PythonTime of(JsonNode value) throws PythonValue.Stop {
        if (value.isBoolean()) {
            return ofSeconds(value.booleanValue() ? 1 : 0);
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return ofSeconds(number > 1e15 ? number / 1e9 : number > 1e12 ? number / 1e3 : number);
        }
        return value.isString() ? ofText(PythonValue.strip(value.stringValue())) : null;
    }

    private static PythonTime ofSeconds(double seconds) throws PythonValue.Stop {
        double whole = Math.floor(seconds);
        if (!(whole >= -62_135_596_800.0 && whole < 253_402_300_800.0)) {
            throw new PythonValue.Stop("the time stamp " + seconds + " is outside of the years 1 to 9999");
        }
        int micros = (int) Math.rint((seconds - whole) * 1e6);
        return new PythonTime(
                LocalDateTime.ofEpochSecond((long) whole, 0, ZoneOffset.UTC).plusNanos(micros * 1000L), null);
    }

    private static @Nullable PythonTime ofText(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.lookingAt() || date.group(1).equals("0000")) {
            return null;
        }
        try {
            LocalDate day = day(date);
            if (date.end() == text.length()) {
                return new PythonTime(day.atStartOfDay(), null);
            }
            int separator = text.offsetByCodePoints(date.end(), 1);
            return ofTime(day, text.substring(separator));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDate day(Matcher date) {
        int year = Integer.parseInt(date.group(1));
        String month = first(date, 2, 4);
        String week = first(date, 6, 8);
        if (week == null) {
            return LocalDate.of(year, number(month), number(first(date, 3, 5)));
        }
        String day = first(date, 7, 9);
        LocalDate first = LocalDate.of(year, 1, 4);
        if (number(week) < 1
                || number(week)
                        > IsoFields.WEEK_OF_WEEK_BASED_YEAR
                                .rangeRefinedBy(first)
                                .getMaximum()) {
            throw new DateTimeException("no such week");
        }
        return first.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number(week))
                .with(java.time.temporal.ChronoField.DAY_OF_WEEK, day == null ? 1 : number(day));
    }

    private static @Nullable PythonTime ofTime(LocalDate day, String text) {
        String clock = text;
        Double offset = null;
        if (text.endsWith("Z")) {
            clock = text.substring(0, text.length() - 1);
            offset = 0.0;
        } else {
            int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
            if (sign >= 0) {
                clock = text.substring(0, sign);
                Matcher zone = TIME.matcher(text.substring(sign + 1));
                if (!zone.matches()) {
                    return null;
                }
                LocalTime ahead = time(zone);
                offset = (text.charAt(sign) == '-' ? -1 : 1) * ahead.toNanoOfDay() / 1e9;
            }
        }
        Matcher time = TIME.matcher(clock);
        if (!time.matches() && offset != null && !clock.isEmpty()) {
            // Python 3.11 passes over one character of any kind before the offset, unless a fraction stands before it.
            time = TIME.matcher(clock.substring(0, clock.length() - 1));
            return time.matches() && first(time, 4, 7) == null ? new PythonTime(day.atTime(time(time)), offset) : null;
        }
        return time.matches() ? new PythonTime(day.atTime(time(time)), offset) : null;
    }

    private static LocalTime time(Matcher time) {
        String fraction = first(time, 4, 7);
        String micros = fraction == null ? "0" : (fraction + "000000").substring(0, 6);
        return LocalTime.of(
                number(time.group(1)), number(first(time, 2, 5)), number(first(time, 3, 6)), number(micros) * 1000);
    }

    private static @Nullable String first(Matcher matcher, int one, int other) {
        return matcher.group(one) == null ? matcher.group(other) : matcher.group(one);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Whether this is later than the other; a time with an offset and one without cannot be compared. */
    boolean isAfter(PythonTime other) throws PythonValue.Stop {
        if (offset == null != (other.offset == null)) {
            throw new PythonValue.Stop(
                    "of two records of one sample one has a time zone in its time stamp and the other"
                            + " has none, which cannot be compared");
        }
        return utc().isAfter(other.utc());
    }

    private LocalDateTime utc() {
        return offset == null ? local : local.minusNanos(Math.round(offset * 1e9));
    }
}
