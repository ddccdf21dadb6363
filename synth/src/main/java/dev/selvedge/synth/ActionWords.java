package dev.selvedge.synth;

import java.util.Map;

/** How people speak of actions, as words to search in. */
public final class ActionWords {
    private ActionWords() {}

    /** The words of the wordings that ship with Selvedge, by the action's identifier. */
    public static Map<String, String> bundled() {
        return Phrases.words();
    }
}
