package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Text;
import java.time.Instant;
import java.util.Map;

/** Dates and quantities in the format that a token or action asks for, by the settings' names in the file. */
final class Formats {
    private Formats() {}

    static Item of(Item item, Map<String, String> settings, Coercion as) {
        if (settings.containsKey("WFUnitSymbol")) {
            return unit(item, settings.getOrDefault("WFUnitSymbol", ""));
        }
        Instant instant = as.moment(item);
        return instant == null ? item : new Text(date(instant, settings, as));
    }

    private static Item unit(Item item, String symbol) {
        if (item instanceof Measure measure) {
            Measure converted = Units.convert(measure, symbol);
            return converted == null ? item : converted;
        }
        return item;
    }

    static String date(Instant instant, Map<String, String> settings, Coercion as) {
        String custom = settings.getOrDefault("WFDateFormat", "");
        String fallback = custom.isEmpty() || settings.containsKey("WFTimeFormatStyle") ? "Short" : "Custom";
        String style = settings.getOrDefault("WFDateFormatStyle", fallback);
        String time = settings.getOrDefault("WFTimeFormatStyle", "Short");
        return switch (style) {
            case "Custom" ->
                DateText.pattern(instant, as.zone(), custom.isEmpty() ? "EEE, dd MMM yyyy HH:mm:ss Z" : custom);
            case "ISO 8601" ->
                DateText.iso(
                        instant,
                        as.zone(),
                        Boolean.TRUE.equals(as.truth(new Text(settings.getOrDefault("WFISO8601IncludeTime", "No")))));
            case "RFC 2822" -> DateText.pattern(instant, as.zone(), "EEE, dd MMM yyyy HH:mm:ss Z");
            case "Relative" -> DateText.relative(instant, as.zone(), as.now(), time);
            case "How Long Ago/Until" -> DateText.distance(instant, as.now());
            default -> DateText.styled(instant, as.zone(), style, time);
        };
    }
}
