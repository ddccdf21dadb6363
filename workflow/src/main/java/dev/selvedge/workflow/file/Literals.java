package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import org.jspecify.annotations.Nullable;

/** Identifiers of the actions that the tree has its own forms for, and what it calls their results. */
final class Literals {
    static final String PREFIX = "is.workflow.actions.";
    static final String TEXT = PREFIX + "gettext";
    static final String NUMBER = PREFIX + "number";
    static final String DICTIONARY = PREFIX + "dictionary";
    static final String LIST = PREFIX + "list";
    static final String VALUE_FOR_KEY = PREFIX + "getvalueforkey";
    static final String GET_VARIABLE = PREFIX + "getvariable";
    static final String SET_VARIABLE = PREFIX + "setvariable";
    static final String APPEND_VARIABLE = PREFIX + "appendvariable";
    static final String COMMENT = PREFIX + "comment";
    static final String NOTHING = PREFIX + "nothing";
    static final String EXIT = PREFIX + "exit";
    static final String OUTPUT = PREFIX + "output";
    static final String IF = PREFIX + "conditional";
    static final String MENU = PREFIX + "choosefrommenu";
    static final String REPEAT = PREFIX + "repeat.count";
    static final String REPEAT_EACH = PREFIX + "repeat.each";

    private Literals() {}

    /** What the app calls an output that has no name of its own, empty where neither we nor the catalogue know. */
    static String outputName(Catalog catalog, String action) {
        return switch (action) {
            case TEXT -> "Text";
            case NUMBER -> "Number";
            case DICTIONARY -> "Dictionary";
            case LIST -> "List";
            case VALUE_FOR_KEY -> "Dictionary Value";
            case GET_VARIABLE -> "Variable";
            case IF -> "If Result";
            case MENU -> "Menu Result";
            case REPEAT, REPEAT_EACH -> "Repeat Results";
            default -> {
                Catalog.Output output =
                        catalog.byId(action).map(Catalog.Action::output).orElse(null);
                yield output == null ? "" : output.name();
            }
        };
    }

    /**
     * What a variable for an action's output is named after where the author named nothing, empty where neither we nor
     * the catalogue know.
     *
     * @param key the key that it looks up, null without one
     */
    static String hint(Catalog catalog, String action, @Nullable String key) {
        return switch (action) {
            case LIST -> "items";
            case VALUE_FOR_KEY -> key == null || key.isBlank() ? outputName(catalog, action) : key;
            default -> outputName(catalog, action);
        };
    }

    /** The last word of an identifier, for naming the output of an action that nobody knows. */
    static String tail(String action) {
        String tail = action.substring(action.lastIndexOf('.') + 1);
        return tail.endsWith("Intent") && tail.length() > 6 ? tail.substring(0, tail.length() - 6) : tail;
    }
}
