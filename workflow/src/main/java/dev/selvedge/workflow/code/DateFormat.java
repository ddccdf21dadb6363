package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code x.format("yyyy-MM-dd")} and {@code x.format(style="Short", time="None")}. */
final class DateFormat {
    static final String METHOD = "format";

    /** The keyword for the kind of a format that is not for dates. */
    static final String KIND = "kind";

    private static final String DATES = "WFDateFormatVariableAggrandizement";
    private static final String STYLE = "WFDateFormatStyle";
    private static final String PATTERN = "WFDateFormat";
    private static final String INCLUDE_TIME = "WFISO8601IncludeTime";
    private static final Value CUSTOM = new Value.Text("Custom");

    /** What the app writes beside every format that is not by ISO 8601. */
    private static final Value WITHOUT_TIME = new Value.Bool(false);

    private static final Map<String, String> WORDS = Map.of(
            STYLE,
            "style",
            PATTERN,
            "pattern",
            "WFTimeFormatStyle",
            "time",
            "WFRelativeDateFormatStyle",
            "relative",
            INCLUDE_TIME,
            "include_time");
    private static final Map<String, String> KEYS =
            WORDS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private DateFormat() {}

    /** Whether the format is for dates and its settings can be told from a pattern and from a kind. */
    static boolean unnamed(Access.Format format) {
        Set<String> settings = format.settings().keySet();
        return format.kind().equals(DATES)
                && !settings.isEmpty()
                && !settings.contains(KIND)
                && settings.stream().noneMatch(KEYS::containsKey);
    }

    /** The pattern, where the format is nothing but a pattern for dates; else null. */
    static @Nullable String pattern(Access.Format format) {
        boolean custom = format.kind().equals(DATES)
                && format.settings().keySet().equals(Set.of(STYLE, PATTERN, INCLUDE_TIME))
                && CUSTOM.equals(format.settings().get(STYLE))
                && WITHOUT_TIME.equals(format.settings().get(INCLUDE_TIME));
        return custom && format.settings().get(PATTERN) instanceof Value.Text(String pattern) ? pattern : null;
    }

    static Access.Format ofPattern(String pattern) {
        Map<String, Value> settings = new LinkedHashMap<>();
        settings.put(STYLE, CUSTOM);
        settings.put(PATTERN, new Value.Text(pattern));
        settings.put(INCLUDE_TIME, WITHOUT_TIME);
        return new Access.Format(DATES, settings);
    }

    /** A format for dates from its words. */
    static Access.Format ofWords(Map<String, Value> words) {
        Map<String, Value> settings = new LinkedHashMap<>();
        words.forEach((word, value) -> settings.put(KEYS.getOrDefault(word, word), value));
        return new Access.Format(DATES, settings);
    }

    /** The settings under their words. */
    static Map<String, Value> words(Map<String, Value> settings) {
        Map<String, Value> words = new LinkedHashMap<>();
        settings.forEach((key, value) -> words.put(WORDS.getOrDefault(key, key), value));
        return words;
    }
}
