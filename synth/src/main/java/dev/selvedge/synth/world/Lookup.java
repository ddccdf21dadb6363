package dev.selvedge.synth.world;

import java.util.List;

/**
 * An exercise in reading: some words, and what the document tells right after each.
 *
 * @param question for all of them
 * @param reply that finds them again and says what follows
 */
record Lookup(String question, String reply) {
    /**
     * The exercise of some words.
     *
     * @param told of each word
     */
    static Lookup of(List<String> words, List<String> told) {
        return new Lookup("What of " + String.join(", ", words) + "?", "So " + String.join(", ", told) + ".");
    }
}
