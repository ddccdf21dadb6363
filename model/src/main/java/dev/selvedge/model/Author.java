package dev.selvedge.model;

import dev.selvedge.core.Role;

/** Who produced a token. */
public enum Author {
    /** The chat format: role markers, fixed instructions and what opens a reply. */
    FORMAT,
    /** Whoever set the conversation up, descriptions of tools included. */
    SYSTEM,
    USER,
    /** The policy, its end-of-turn token included. */
    ASSISTANT,
    TOOL,
    /**
     * The policy, but in an earlier sequence of the same conversation, from which this one branched off. Such tokens
     * are context here. They were trained on, if at all, where they were produced.
     */
    HISTORY;

    static Author of(Role role) {
        return switch (role) {
            case SYSTEM -> SYSTEM;
            case USER -> USER;
            case ASSISTANT -> ASSISTANT;
            case TOOL -> TOOL;
        };
    }
}
