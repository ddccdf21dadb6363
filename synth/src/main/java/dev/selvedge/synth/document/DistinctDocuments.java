package dev.selvedge.synth.document;

import dev.selvedge.core.run.Outcome;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps documents that are long enough and the first of those with the same text, in the order in which it is asked. Needs
 * about 150 bytes for each document that is kept. Not for several threads.
 */
public final class DistinctDocuments {
    private final int shortest;
    private final Map<String, String> seen = new HashMap<>();

    /** Keeps documents of at least so many characters. */
    public DistinctDocuments(int shortest) {
        this.shortest = shortest;
    }

    /** The document, or that it is too short or the duplicate of one that was kept. */
    public Outcome<Document> check(Document document) {
        int length = document.text().length();
        if (length < shortest) {
            return Outcome.reject(
                    DocumentRefusal.TOO_SHORT, "", "It has " + length + " characters, fewer than " + shortest + ".");
        }
        String same = seen.putIfAbsent(document.id(), document.place());
        return same == null
                ? Outcome.keep(document)
                : Outcome.reject(DocumentRefusal.DUPLICATE, "", "It has the text of " + same + ", which is kept.");
    }
}
