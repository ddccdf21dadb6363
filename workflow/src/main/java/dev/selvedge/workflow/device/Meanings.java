package dev.selvedge.workflow.device;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The actions that the device interprets, by identifier. To add one, add an entry in its family. */
final class Meanings {
    static final Map<String, Meaning> ALL;

    private static final String BUILT_IN = "is.workflow.actions.";

    static {
        Meanings meanings = new Meanings();
        TextActions.define(meanings);
        NumberActions.define(meanings);
        CollectionActions.define(meanings);
        ScreenActions.define(meanings);
        ScriptActions.define(meanings);
        WebActions.define(meanings);
        DateActions.define(meanings);
        FileActions.define(meanings);
        FilterActions.define(meanings);
        PersonalActions.define(meanings);
        PeopleActions.define(meanings);
        SettingActions.define(meanings);
        PlaceActions.define(meanings);
        PhotoActions.define(meanings);
        CommandActions.define(meanings);
        FeedActions.define(meanings);
        AppActions.define(meanings);
        ALL = Collections.unmodifiableMap(meanings.byId);
    }

    private final Map<String, Meaning> byId = new HashMap<>();

    private Meanings() {}

    /** Defines a built-in action by the last part of its identifier. */
    void add(String name, Meaning meaning) {
        addForeign(BUILT_IN + name, meaning);
    }

    /** Defines an action by its whole identifier. */
    void addForeign(String id, Meaning meaning) {
        if (byId.put(id, meaning) != null) {
            throw new IllegalStateException("the action " + id + " has two meanings");
        }
    }
}
