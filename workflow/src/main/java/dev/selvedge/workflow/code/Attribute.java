package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What follows a dot: {@code .file_size} is the property {@code File Size}. */
final class Attribute {
    /** The method for properties whose names are no such words. */
    static final String PROPERTY = "prop";

    static final String FORMAT = "format";
    static final String KIND = "kind";
    /** The kind of format that needs no name in code. */
    static final String DATE_FORMAT = "WFDateFormatVariableAggrandizement";

    private static final String STYLE_KEY = "WFDateFormatStyle";
    private static final String PATTERN_KEY = "WFDateFormat";
    private static final Value CUSTOM = new Value.Text("Custom");

    private static final Pattern TITLE_CASE = Pattern.compile("[A-Z][a-z0-9]*( [A-Z][a-z0-9]*)*");
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*");

    private Attribute() {}

    /** The attribute for a property, null where only {@code prop("…")} says it exactly. */
    static @Nullable String of(String property) {
        String attribute = property.toLowerCase(Locale.ROOT).replace(' ', '_');
        return TITLE_CASE.matcher(property).matches() && Dialect.isName(attribute) ? attribute : null;
    }

    /** The property that an attribute stands for, null if it stands for none. */
    static @Nullable String property(String attribute) {
        return SNAKE_CASE.matcher(attribute).matches()
                ? Arrays.stream(attribute.split("_"))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining(" "))
                : null;
    }

    /** The pattern, where the format is nothing but a pattern for dates; else null. */
    static @Nullable String pattern(Access.Format format) {
        boolean custom = format.kind().equals(DATE_FORMAT)
                && format.settings().keySet().equals(Set.of(STYLE_KEY, PATTERN_KEY))
                && format.settings().get(STYLE_KEY) instanceof Value.Text style
                && style.equals(CUSTOM);
        return custom && format.settings().get(PATTERN_KEY) instanceof Value.Text(String pattern) ? pattern : null;
    }

    static Access.Format ofPattern(String pattern) {
        Map<String, Value> settings = new LinkedHashMap<>();
        settings.put(STYLE_KEY, CUSTOM);
        settings.put(PATTERN_KEY, new Value.Text(pattern));
        return new Access.Format(DATE_FORMAT, settings);
    }
}
