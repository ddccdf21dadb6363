package dev.selvedge.synth;

import dev.selvedge.workflow.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Literals as people write them. */
final class Plain {
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("sec", "second"),
            Map.entry("s", "second"),
            Map.entry("min", "minute"),
            Map.entry("hr", "hour"),
            Map.entry("days", "day"),
            Map.entry("weeks", "week"),
            Map.entry("months", "month"),
            Map.entry("yr", "year"));

    private Plain() {}

    /** In double quotes, so that the text's borders and letters are certain. */
    static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + escaped + '"';
    }

    /** An action that no catalogue has, in words instead of its identifier: {@code "send a note" of "drafts"}. */
    static String action(String identifier) {
        String[] names = identifier.split("[._]", -1);
        String name = quoted(spaced(names[names.length - 1]));
        return names.length < 2 ? name : name + " of " + quoted(spaced(names[names.length - 2]));
    }

    private static String spaced(String name) {
        return name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").replace('-', ' ').toLowerCase(Locale.ROOT);
    }

    static String number(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    static String percent(BigDecimal share) {
        return number(share.movePointRight(2)) + "%";
    }

    /** {@code 1 minute}, {@code 5 minutes}; a unit without a name of ours stays as it is. */
    static String quantity(String magnitude, String unit) {
        String singular = UNITS.get(unit);
        return magnitude + " " + (singular == null ? unit : singular + (magnitude.equals("1") ? "" : "s"));
    }

    /** {@code a, b and c}. */
    static String series(List<String> items, String last) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        int end = items.size() - 1;
        return String.join(", ", items.subList(0, end)) + " " + last + " " + items.get(end);
    }

    /** A variable's name in words: {@code battery_level} is {@code battery level}, {@code text_1} is {@code text}. */
    static String words(String name) {
        return name.replaceFirst("_1$", "").replace('_', ' ').strip();
    }

    /** A literal in words that need no context; references and templates are not literals. */
    static String literal(Value value) {
        return switch (value) {
            case Value.Text text -> quoted(text.text());
            case Value.Num number -> number(number.number());
            case Value.Bool bool -> bool.value() ? "yes" : "no";
            case Value.Moment moment -> moment.instant().toString();
            case Value.Nothing nothing -> "nothing";
            case Value.Blob blob -> "the resource " + blob.name();
            case Value.Struct struct -> struct.kind();
            case Value.Quantity quantity -> quantity(literal(quantity.magnitude()), quantity.unit());
            case Value.ListOf list ->
                series(list.items().stream().map(Plain::literal).toList(), "and");
            case Value.Dictionary dictionary ->
                series(
                        dictionary.entries().stream()
                                .map(entry -> literal(entry.key()) + " as " + literal(entry.value()))
                                .toList(),
                        "and");
            case Value.Template template -> "a text";
            case Value.Reference reference -> "a value";
        };
    }
}
