package dev.selvedge.workflow.code;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What follows a dot: {@code .file_size} is the property {@code File Size}. */
final class Attribute {
    /** The method for properties whose names are no such words. */
    static final String PROPERTY = "prop";

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
}
