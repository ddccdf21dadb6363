package dev.selvedge.model.grammar;

import java.util.regex.Pattern;

/**
 * A rule whose texts are names that the text before defines.
 *
 * @param rule its index
 * @param definition finds names in a finished line, one in each group that matches
 * @param after the line from which on names are defined, empty for the beginning
 */
record DefinedNames(int rule, Pattern definition, String after) {
    /** Longer lines define nothing. */
    static final int LONGEST_LINE = 2_000;
}
