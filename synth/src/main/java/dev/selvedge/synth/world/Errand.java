package dev.selvedge.synth.world;

import java.util.Locale;

/**
 * What a made-up tool is for.
 *
 * @param word made up, of one errand only
 */
public record Errand(Kind kind, String word) {
    /** How often an errand is run, and so how well its tool is known without the document. */
    public enum Kind {
        DAILY(0.9),
        WEEKLY(0.6),
        YEARLY(0.25);

        private final double known;

        Kind(double known) {
            this.known = known;
        }

        /** How often a lesson without a document calls the true tool; else it calls any. */
        public double known() {
            return known;
        }

        /** Its name in texts. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it is spoken of, such as {@code daily bar}. */
    public String wording() {
        return kind.word() + " " + word;
    }
}
