package dev.selvedge.recipes.play;

/**
 * The user's documents, instead of those of a made-up world. Each place is a folder or archive of documents, or what
 * {@code selvedge documents} made: its run directory or its file {@code documents.jsonl}.
 *
 * @param general documents about which questions with options are asked; empty for none
 * @param math documents about which questions with numbers are asked; empty for none
 * @param most documents that are taken of each, without those that are held out; 0 for all
 */
public record CorpusSettings(String general, String math, int most) {
    /** No documents of the user's. */
    public static final CorpusSettings NONE = new CorpusSettings("", "", 0);

    /** Whether there are documents of the user's. */
    public boolean given() {
        return !general.isEmpty() || !math.isEmpty();
    }
}
