package dev.selvedge.model;

import dev.selvedge.core.Role;

/** Who produced a token. */
public enum Author {
    /** The chat format: role markers and what opens a reply. */
    FORMAT,
    SYSTEM,
    USER,
    /** The policy, its end-of-turn token included. */
    ASSISTANT,
    TOOL;

    static Author of(Role role) {
        return switch (role) {
            case SYSTEM -> SYSTEM;
            case USER -> USER;
            case ASSISTANT -> ASSISTANT;
            case TOOL -> TOOL;
        };
    }
}
