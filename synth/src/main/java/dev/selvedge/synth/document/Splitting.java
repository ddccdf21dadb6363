package dev.selvedge.synth.document;

/**
 * How long documents are, in characters (UTF-16 code units). A longer source is split at its natural borders, and nothing
 * of it is left out. DARC cuts texts at 30,000 characters and lets its auditor read the first 7,000; by default parts are
 * as long as the auditor reads, so that no part is kept for what only its beginning can carry.
 *
 * @param longest no part is longer; at least 400
 * @param shortest a shorter document is rejected; at most a quarter of the longest
 */
public record Splitting(int longest, int shortest) {
    /** Parts of at most 7,000 characters, and of at least 400. */
    public static final Splitting STANDARD = new Splitting(7_000, 400);

    private static final int LEAST = 400;

    /** @throws IllegalArgumentException if nothing could be split so */
    public Splitting {
        if (longest < LEAST) {
            throw new IllegalArgumentException("parts have " + LEAST + " characters or more, not " + longest);
        }
        if (shortest < 1 || shortest > longest / 4) {
            throw new IllegalArgumentException("the shortest document has 1 to " + longest / 4
                    + " characters, a quarter of the longest, not " + shortest);
        }
    }
}
