package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of the dialect: what has a meaning of its own, so that no action of a catalogue is called by that name. */
public final class Dialect {
    static final String WORKFLOW = "workflow";
    static final String CALL = "call";
    static final String COMMENT = "comment";
    static final String MENU = "choose_from_menu";
    static final String TITLE = "title";
    static final String RANGE = "range";
    static final String ENUMERATE = "enumerate";
    static final String WORKFLOW_INPUT = "workflow_input";
    static final String CURRENT_DATE = "current_date";
    static final String ASK = "ask";
    static final String CLIPBOARD = "clipboard";
    static final String DEVICE = "device";
    static final String SOURCE = "source";
    static final String MISSING = "missing";
    static final String QUANTITY = "quantity";
    static final String DATE = "date";
    static final String RESOURCE = "resource";
    static final String STRUCT = "struct";
    static final String COERCE = "coerce";
    static final String IN_NEXT = "in_next";
    static final String IN_LAST = "in_last";
    static final String IS_TODAY = "is_today";

    /** The kind of a structure that is nothing but a dictionary of the file; the code does not say it. */
    static final String PLAIN_STRUCT = "dict";

    /** Coercions that have a function of their own, with the content class that each stands for. */
    static final Map<String, Coercion> COERCIONS = Map.of(
            "text",
            new Coercion(ContentType.TEXT, "WFStringContentItem"),
            "number",
            new Coercion(ContentType.NUMBER, "WFNumberContentItem"),
            "boolean",
            new Coercion(ContentType.BOOLEAN, "WFBooleanContentItem"),
            "dictionary",
            new Coercion(ContentType.DICTIONARY, "WFDictionaryContentItem"),
            DATE,
            new Coercion(ContentType.DATE, "WFDateContentItem"));

    private static final Set<String> RESERVED = words(
            "workflow call comment choose_from_menu title range enumerate workflow_input current_date ask clipboard device"
                    + " source missing quantity date resource struct coerce in_next in_last is_today"
                    + " text number boolean dictionary");

    private static final Set<String> KEYWORDS = words(
            "False None True and as assert async await break class continue def del elif else except finally for from"
                    + " global if import in is lambda nonlocal not or pass raise return try while with yield");

    private Dialect() {}

    /** @throws IllegalArgumentException if no coercion has this function */
    static Coercion coercion(String function) {
        Coercion coercion = COERCIONS.get(function);
        if (coercion == null) {
            throw new IllegalArgumentException(function + " is no coercion");
        }
        return coercion;
    }

    record Coercion(ContentType type, String contentClass) {}

    private static Set<String> words(String words) {
        return Arrays.stream(words.split(" ")).collect(Collectors.toUnmodifiableSet());
    }

    /** The functions of the dialect itself. An action whose catalogue function is one of them is written {@code call("id")}. */
    public static Set<String> reserved() {
        return RESERVED;
    }

    /** Words that Python keeps for itself. */
    static Set<String> keywords() {
        return KEYWORDS;
    }

    /** Whether this is a legal Python identifier that is no keyword. */
    public static boolean isName(String text) {
        if (text.isEmpty() || KEYWORDS.contains(text)) {
            return false;
        }
        if (isPlainName(text)) {
            return true;
        }
        int first = text.codePointAt(0);
        return (first == '_' || Character.isUnicodeIdentifierStart(first))
                && text.codePoints()
                        .allMatch(c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private static boolean isPlainName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c == '_' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    /** The action as the code can call it by name, null where it is written {@code call("id")}. */
    static Catalog.@Nullable Action named(Catalog catalog, String id) {
        return catalog.byId(id)
                .filter(action -> isName(action.function()) && !RESERVED.contains(action.function()))
                .orElse(null);
    }
}
