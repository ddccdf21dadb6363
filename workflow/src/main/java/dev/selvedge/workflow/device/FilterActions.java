package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Opaque;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finding and sorting things by their details, and details of items. */
final class FilterActions {
    /** Actions whose things come from the device where no input is given, by the last part of their identifier. */
    private static final Map<String, ContentType> FROM_DEVICE = Map.of(
            "reminders", ContentType.REMINDER,
            "calendarevents", ContentType.EVENT,
            "notes", ContentType.NOTE,
            "contacts", ContentType.CONTACT,
            "photos", ContentType.PHOTO,
            "apps", ContentType.APP);

    private static final List<String> FROM_INPUT =
            List.of("files", "images", "articles", "locations", "eventattendees");

    private static final List<String> DETAILS = List.of(
            "files",
            "images",
            "articles",
            "locations",
            "calendarevents",
            "reminders",
            "contacts",
            "workflow",
            "apps",
            "weather.conditions",
            "safariwebpage",
            "appstore",
            "music",
            "podcast",
            "podcastshow");

    private FilterActions() {}

    static void define(Meanings to) {
        FROM_DEVICE.forEach((name, kind) -> to.add("filter." + name, call -> find(call, kind)));
        FROM_INPUT.forEach(name -> to.add("filter." + name, call -> find(call, null)));
        for (String name : DETAILS) {
            to.add(
                    "properties." + name,
                    call -> Properties.each(
                            call.item("WFInput"), call.text("WFContentItemPropertyName", "Name"), call.as()));
        }
    }

    private static Item find(Invocation call, @Nullable ContentType kind) {
        List<Item> all = new ArrayList<>(
                kind == null || call.has("WFContentItemInputParameter")
                        ? call.items("WFContentItemInputParameter")
                        : call.state().things(kind));
        if (!all.isEmpty() && all.stream().allMatch(Opaque.class::isInstance)) {
            return call.uninterpreted();
        }
        List<Item> found = new ArrayList<>();
        Item filter = call.item("WFContentItemFilter");
        for (Item item : all) {
            call.meter().step();
            if (passes(call, item, filter)) {
                found.add(item);
            }
        }
        sort(call, found);
        int limit = call.flag("WFContentItemLimitEnabled", false)
                ? call.count("WFContentItemLimitNumber", found.size())
                : found.size();
        return Item.from(found.subList(0, Math.clamp(limit, 0, found.size())));
    }

    private static boolean passes(Invocation call, Item item, Item filter) {
        Coercion as = call.as();
        BigDecimal prefix = as.number(as.at(filter, "WFActionParameterFilterPrefix"));
        boolean all = prefix == null || prefix.signum() != 0;
        List<Item> templates = as.at(filter, "WFActionParameterFilterTemplates").items();
        for (Item template : templates) {
            if (passesOne(call, item, template) != all) {
                return !all;
            }
        }
        return all || templates.isEmpty();
    }

    private static boolean passesOne(Invocation call, Item item, Item template) {
        Coercion as = call.as();
        String property = as.text(as.at(template, "Property"));
        Item actual = Properties.each(item, property, as);
        BigDecimal code = as.number(as.at(template, "Operator"));
        Optional<Operator> operator = operator(code == null ? 4 : Decimal.toInt(code));
        if (operator.isEmpty()) {
            throw Halt.fault(
                    "The filter has an operator " + as.seen(as.at(template, "Operator")) + ", which is unknown.");
        }
        if (operator.get() == Operator.NOT_EQUALS && actual.isNothing()) {
            return true;
        }
        Item values = as.at(template, "Values") instanceof Dict dict ? dict : template;
        Item operand = operand(as, values, operator.get());
        return call.machine()
                .conditions()
                .holds(actual, operator.get(), operand, first(as, values, "AnotherDate", "AnotherNumber"));
    }

    private static Optional<Operator> operator(int code) {
        return Arrays.stream(Operator.values()).filter(o -> o.code() == code).findFirst();
    }

    private static Item operand(Coercion as, Item values, Operator operator) {
        Item number = as.at(values, "Number");
        if (operator == Operator.IN_NEXT || operator == Operator.IN_LAST) {
            BigDecimal amount = as.number(number);
            return new Measure(amount == null ? BigDecimal.ONE : amount, unit(as.number(as.at(values, "Unit"))));
        }
        Item bool = as.at(values, "Bool");
        return bool.isNothing()
                ? first(as, values, "String", "Number", "Enumeration", "Date")
                : as.to(ContentType.BOOLEAN, bool);
    }

    private static Item first(Coercion as, Item values, String... keys) {
        for (String key : keys) {
            Item value = as.at(values, key);
            if (!value.isNothing()) {
                return value;
            }
        }
        return Item.nothing();
    }

    /** Calendar units by the flags that the file holds. */
    private static String unit(@Nullable BigDecimal flag) {
        return switch (flag == null ? 16 : Decimal.toInt(flag)) {
            case 4 -> "years";
            case 8 -> "months";
            case 32 -> "hours";
            case 64 -> "minutes";
            case 128 -> "seconds";
            case 256, 4096, 8192 -> "weeks";
            default -> "days";
        };
    }

    private static void sort(Invocation call, List<Item> items) {
        String property = call.text("WFContentItemSortProperty");
        String order = call.text("WFContentItemSortOrder");
        if (property.isEmpty() || property.equals("None") || !call.flag("WFContentItemSortEnabled", true)) {
            return;
        }
        call.meter().hold(items.size());
        Comparator<Item> by = property.equals("Random")
                ? Comparator.comparingLong(item ->
                        Seeds.mix(call.machine().scenario().seed(), call.as().seen(item)))
                : (a, b) -> compare(
                        call.as(), Properties.each(a, property, call.as()), Properties.each(b, property, call.as()));
        boolean reversed = List.of("Latest First", "Z to A", "Largest First", "Biggest First", "Longest First")
                .contains(order);
        items.sort(reversed ? by.reversed() : by);
    }

    private static int compare(Coercion as, Item a, Item b) {
        if (a instanceof Item.Moment x && b instanceof Item.Moment y) {
            return x.instant().compareTo(y.instant());
        }
        if (a instanceof Item.Num x && b instanceof Item.Num y) {
            return x.value().compareTo(y.value());
        }
        if (a instanceof Measure x && b instanceof Measure y) {
            return x.magnitude().compareTo(y.magnitude());
        }
        return as.text(a).toLowerCase(Locale.ROOT).compareTo(as.text(b).toLowerCase(Locale.ROOT));
    }
}
