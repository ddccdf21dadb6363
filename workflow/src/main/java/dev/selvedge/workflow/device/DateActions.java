package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dates: make, format, shift, subtract, find. */
final class DateActions {
    private DateActions() {}

    static void define(Meanings to) {
        to.add("date", DateActions::date);
        to.add("format.date", DateActions::format);
        to.add("adjustdate", DateActions::adjust);
        to.add("gettimebetweendates", DateActions::between);
        to.add("detect.date", DateActions::detect);
    }

    private static Item date(Invocation call) {
        boolean specified = call.text("WFDateActionMode", "Current Date").equals("Specified Date");
        return specified
                ? moment(call.item("WFDateActionDate"), call)
                : new Moment(call.as().now());
    }

    private static Item moment(Item item, Invocation call) {
        Instant instant = call.as().moment(item);
        return instant == null ? Item.nothing() : new Moment(instant);
    }

    private static Item format(Invocation call) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, Value> parameter : call.parameters().entrySet()) {
            if (!parameter.getKey().equals("WFDate")) {
                settings.put(parameter.getKey(), call.text(parameter.getKey()));
            }
        }
        return call.each("WFDate", item -> {
            Instant instant = call.as().moment(item);
            return instant == null ? Item.nothing() : new Text(Formats.date(instant, settings, call.as()));
        });
    }

    private static Item adjust(Invocation call) {
        Item picker = call.item("WFAdjustOffsetPicker");
        Item span = picker.isNothing() ? call.item("WFDuration") : picker;
        String operation = call.text("WFAdjustOperation", "Add");
        String unit = "days";
        BigDecimal amount = BigDecimal.ZERO;
        if (span instanceof Measure measure) {
            unit = measure.unit();
            amount = measure.magnitude();
        } else if (span instanceof Item.Dict) {
            Item named = call.as().at(span, "Operation");
            operation = named.isNothing() || call.has("WFAdjustOperation")
                    ? operation
                    : call.as().text(named);
            unit = call.as().text(call.as().at(span, "Unit"));
            BigDecimal value = call.as().number(call.as().at(span, "Value"));
            amount = value == null ? BigDecimal.ZERO : value;
        }
        return adjusted(call, operation, unit.isEmpty() ? "days" : unit, amount);
    }

    private static Item adjusted(Invocation call, String operation, String unit, BigDecimal amount) {
        return call.each("WFDate", item -> {
            Instant instant = call.as().moment(item);
            if (instant == null) {
                return Item.nothing();
            }
            if (operation.startsWith("Get Start of ")) {
                ChronoUnit start = Calendars.unit(operation.substring("Get Start of ".length()));
                return new Moment(
                        start == null
                                ? instant
                                : Calendars.start(instant, call.as().zone(), start));
            }
            BigDecimal shift = operation.equals("Subtract") ? amount.negate() : amount;
            return new Moment(Calendars.shift(instant, call.as().zone(), unit, shift));
        });
    }

    private static Item between(Invocation call) {
        Instant to = call.as().moment(call.item("WFInput"));
        Instant from = from(call);
        if (to == null || from == null) {
            return Item.nothing();
        }
        String unit = call.text("WFTimeUntilUnit", "Minutes");
        if (unit.equals("Total Time")) {
            return new Text(total(Math.abs(ChronoUnit.SECONDS.between(from, to))));
        }
        ChronoUnit known = Calendars.unit(unit);
        ZonedDateTime start = from.atZone(call.as().zone());
        return Num.of((known == null ? ChronoUnit.MINUTES : known)
                .between(start, to.atZone(call.as().zone())));
    }

    private static @Nullable Instant from(Invocation call) {
        String key = call.has("WFTimeUntilFromDate") ? "WFTimeUntilFromDate" : "WFTimeUntilCustomDate";
        boolean now = !call.has(key) || call.text("WFTimeUntilReferenceDate").equals("Right Now");
        return now ? call.as().now() : call.as().moment(call.item(key));
    }

    private static String total(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** Dates of dates, of whole texts, and those that lines of a text mention. */
    private static Item detect(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            Instant whole = call.as().moment(item);
            if (whole != null) {
                found.add(new Moment(whole));
                continue;
            }
            for (String line : call.as().text(item).split("\n", -1)) {
                call.meter().step();
                Instant mentioned =
                        DateReading.mentioned(line, call.as().zone(), call.as().now());
                if (mentioned != null) {
                    found.add(new Moment(mentioned));
                }
            }
        }
        return Item.from(found);
    }
}
