package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Value;
import org.jspecify.annotations.Nullable;

/** What the catalogue says of a parameter's value. */
final class ParameterCheck {
    private ParameterCheck() {}

    /** Whether the value is none, or one of those that the parameter takes, or known only when the workflow runs. */
    static boolean permits(Catalog.Parameter parameter, Value value) {
        return parameter.values().isEmpty()
                || !(value instanceof Value.Text(String text))
                || parameter.values().contains(text);
    }

    /** What a literal should be that cannot become what the parameter takes; null where it can, or is no literal. */
    static @Nullable String expected(Catalog.Parameter parameter, Value value) {
        boolean list = value instanceof Value.ListOf;
        boolean dictionary = value instanceof Value.Dictionary;
        boolean bool = value instanceof Value.Bool;
        boolean number = value instanceof Value.Num;
        return switch (parameter.type()) {
            case NUMBER ->
                list || dictionary || bool || (value instanceof Value.Text(String text) && !numeric(text))
                        ? "a number"
                        : null;
            case BOOLEAN ->
                list
                                || dictionary
                                || (value instanceof Value.Text
                                        && parameter.values().isEmpty())
                        ? "True or False"
                        : null;
            case DICTIONARY -> list || bool || number ? "a dictionary" : null;
            case DATE -> list || dictionary || bool || number ? "a date" : null;
            case URL -> dictionary || bool || number ? "a URL" : null;
            case ANY,
                    TEXT,
                    DURATION,
                    QUANTITY,
                    LIST,
                    FILE,
                    FOLDER,
                    IMAGE,
                    MEDIA,
                    RICH_TEXT,
                    WEB_PAGE,
                    ARTICLE,
                    CONTACT,
                    LOCATION,
                    EVENT,
                    REMINDER,
                    NOTE,
                    PHOTO,
                    APP,
                    WORKFLOW,
                    HEALTH,
                    WEATHER,
                    OTHER -> null;
        };
    }

    private static boolean numeric(String text) {
        return text.isBlank() || (text.length() < 100 && text.strip().matches("[-+]?[\\d.,]+([eE][-+]?\\d+)?"));
    }
}
