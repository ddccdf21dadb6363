package dev.selvedge.workflow.device;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calendar arithmetic in a time zone. */
final class Calendars {
    private Calendars() {}

    /** The unit by any of its names and symbols: {@code min}, {@code Minutes}, {@code days}, {@code yr}; null if none. */
    static @Nullable ChronoUnit unit(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hr", "hrs", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            case "w", "wk", "week", "weeks", "weekofyear" -> ChronoUnit.WEEKS;
            case "mo", "month", "months" -> ChronoUnit.MONTHS;
            case "y", "yr", "yrs", "year", "years" -> ChronoUnit.YEARS;
            default -> null;
        };
    }

    /** A whole number of units later; a fault if that is no date. */
    static Instant shift(Instant from, ZoneId zone, String unit, long amount) {
        return shift(from, zone, unit, BigDecimal.valueOf(amount));
    }

    /** Units later; fractions count for units up to weeks. */
    static Instant shift(Instant from, ZoneId zone, String unit, BigDecimal amount) {
        ChronoUnit known = unit(unit);
        if (known == null) {
            throw Halt.fault("The device knows no time unit " + unit + ".");
        }
        try {
            long whole = Decimal.toInt(amount);
            ZonedDateTime moved = from.atZone(zone).plus(whole, known);
            if (known.compareTo(ChronoUnit.WEEKS) <= 0) {
                BigDecimal rest = amount.subtract(BigDecimal.valueOf(whole))
                        .multiply(BigDecimal.valueOf(known.getDuration().toSeconds()));
                moved = moved.plusSeconds(
                        rest.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
            }
            return moved.toInstant();
        } catch (DateTimeException | ArithmeticException _) {
            throw Halt.fault(
                    "The date is out of the calendar after a shift of " + Decimal.print(amount) + " " + unit + ".");
        }
    }

    /** The first moment of the unit that it lies in; weeks start on Sunday. */
    static Instant start(Instant instant, ZoneId zone, ChronoUnit unit) {
        ZonedDateTime date = instant.atZone(zone);
        ZonedDateTime midnight = date.truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime start = switch (unit) {
            case WEEKS -> midnight.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
            case MONTHS -> midnight.withDayOfMonth(1);
            case YEARS -> midnight.withDayOfYear(1);
            case SECONDS, MINUTES, HOURS, DAYS -> date.truncatedTo(unit);
            default -> date;
        };
        return start.toInstant();
    }
}
