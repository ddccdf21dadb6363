package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON text (RFC 8259) to items and back. Reading is bounded in depth, pays the meter for what it makes, takes the last
 * of equal keys, and gives null for text that is no JSON. {@code null} becomes nothing.
 */
final class JsonText {
    private final String text;
    private final Meter meter;
    private int at;

    private JsonText(String text, Meter meter) {
        this.text = text;
        this.meter = meter;
    }

    /** The object, list or scalar that the text is; null if it is no JSON. */
    static @Nullable Item parse(String text, Meter meter) {
        JsonText reader = new JsonText(text, meter);
        Item value = reader.value(0);
        reader.space();
        return value != null && reader.at == text.length() ? value : null;
    }

    private @Nullable Item value(int depth) {
        space();
        if (at >= text.length() || depth >= Item.MAX_NESTING) {
            return null;
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> text();
            case 't' -> word("true", new Bool(true));
            case 'f' -> word("false", new Bool(false));
            case 'n' -> word("null", Item.nothing());
            default -> number();
        };
    }

    private @Nullable Item object(int depth) {
        at++;
        Map<String, Item> entries = new LinkedHashMap<>();
        if (next('}')) {
            return Dict.of(entries);
        }
        do {
            space();
            String key = at < text.length() && text.charAt(at) == '"' ? string() : null;
            if (key == null || !next(':')) {
                return null;
            }
            Item value = value(depth + 1);
            if (value == null) {
                return null;
            }
            meter.hold(1);
            entries.put(key, value);
        } while (next(','));
        return next('}') ? Dict.of(entries) : null;
    }

    private @Nullable Item list(int depth) {
        at++;
        List<Item> items = new ArrayList<>();
        if (next(']')) {
            return Many.of(items);
        }
        do {
            Item value = value(depth + 1);
            if (value == null) {
                return null;
            }
            meter.hold(1);
            items.add(value);
        } while (next(','));
        return next(']') ? Many.of(items) : null;
    }

    private @Nullable Item text() {
        String string = string();
        return string == null ? null : new Text(string);
    }

    private @Nullable String string() {
        int start = ++at;
        StringBuilder built = null;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                meter.produce(at - start);
                String tail = text.substring(start, at++);
                return built == null ? tail : built.append(tail).toString();
            }
            if (c == '\\') {
                built = built == null ? new StringBuilder() : built;
                meter.produce(at - start + 1L);
                built.append(text, start, at);
                if (!escape(built)) {
                    return null;
                }
                start = at;
            } else {
                at++;
            }
        }
        return null;
    }

    private boolean escape(StringBuilder built) {
        if (at + 1 >= text.length()) {
            return false;
        }
        char c = text.charAt(at + 1);
        at += 2;
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            built.append("\"\\/\b\f\n\r\t".charAt(known));
            return true;
        }
        if (c != 'u' || at + 4 > text.length()) {
            return false;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text.charAt(at + i), 16);
            if (digit < 0) {
                return false;
            }
            code = code << 4 | digit;
        }
        at += 4;
        built.append((char) code);
        return true;
    }

    private @Nullable Item word(String word, Item value) {
        if (!text.startsWith(word, at)) {
            return null;
        }
        at += word.length();
        return value;
    }

    private @Nullable Item number() {
        int end = Decimal.end(text, at);
        if (end == at || text.charAt(at) == '+') {
            return null;
        }
        // A comma in JSON ends the number; it is never a thousands separator.
        int comma = text.indexOf(',', at);
        String digits = text.substring(at, comma >= 0 && comma < end ? comma : end);
        BigDecimal value = Decimal.parse(digits);
        at += digits.length();
        return value == null ? null : new Num(value);
    }

    private boolean next(char c) {
        space();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < text.length() && (text.charAt(at) == ' ' || (text.charAt(at) <= '\r' && text.charAt(at) >= '\t'))) {
            at++;
        }
    }

    /** Compact JSON; what has no JSON form is written as its text. */
    static String print(Item item, Coercion as, boolean sortKeys) {
        Meter.Builder out = as.meter().builder();
        print(item, as, sortKeys, out);
        return out.toString();
    }

    private static void print(Item item, Coercion as, boolean sortKeys, Meter.Builder out) {
        switch (item) {
            case Dict dict -> {
                String separator = "{";
                Map<String, Item> entries = sortKeys ? new TreeMap<>(dict.entries()) : dict.entries();
                for (Map.Entry<String, Item> entry : entries.entrySet()) {
                    out.add(separator);
                    separator = ",";
                    quote(entry.getKey(), out);
                    out.add(':');
                    print(entry.getValue(), as, sortKeys, out);
                }
                out.add(entries.isEmpty() ? "{}" : "}");
            }
            case Many many when many.isNothing() -> out.add(many.depth() == 0 ? "null" : "[]");
            case Many many -> {
                String separator = "[";
                for (Item each : many.list()) {
                    out.add(separator);
                    separator = ",";
                    print(each, as, sortKeys, out);
                }
                out.add(']');
            }
            case Num number -> out.add(Decimal.print(number.value()));
            case Bool bool -> out.add(bool.value() ? "true" : "false");
            case Text text -> quote(text.text(), out);
            case Item.Moment moment -> quote(DateText.iso(moment.instant(), as.zone(), true), out);
            case Item.Measure m -> quote(as.text(m), out);
            case Item.Link link -> quote(link.url(), out);
            case Item.Rich rich -> quote(as.text(rich), out);
            case Item.Document document -> quote(as.text(document), out);
            case Item.Entity entity -> quote(as.text(entity), out);
            case Item.Opaque opaque -> quote(as.text(opaque), out);
        }
    }

    private static void quote(String text, Meter.Builder out) {
        out.add('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = "\"\\\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                out.add('\\').add("\"\\bfnrt".charAt(known));
            } else if (c < ' ') {
                out.add("\\u00").add(Character.forDigit(c >> 4, 16)).add(Character.forDigit(c & 15, 16));
            } else {
                out.add(c);
            }
        }
        out.add('"');
    }
}
