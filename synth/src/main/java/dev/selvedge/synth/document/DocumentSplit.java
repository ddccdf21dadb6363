package dev.selvedge.synth.document;

import dev.selvedge.synth.Split;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.near.NearDuplicates;
import dev.selvedge.synth.near.Resemblance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which documents are for training and which are held out. Whole clusters of documents that resemble each other are: no
 * held-out document has a near copy in training, as surely as {@link NearDuplicates} finds pairs at the threshold (98 of
 * 100). A cluster's part is a hash of the smallest id in it, so it depends neither on the order of the documents nor on
 * documents that resemble none of it.
 *
 * @param seed of the hash
 * @param heldOut share of clusters that are held out, 0 to 1
 * @param apart documents that resemble by this much are in the same part; looser than what removes near-duplicates
 */
public record DocumentSplit(long seed, double heldOut, Resemblance apart) {
    /** @throws IllegalArgumentException if the share is none */
    public DocumentSplit {
        if (!(heldOut >= 0 && heldOut <= 1)) {
            throw new IllegalArgumentException("the held-out share lies between 0 and 1, not " + heldOut);
        }
    }

    /** The part of each document, in their order. */
    public List<Part> parts(Iterable<Document> documents) {
        NearDuplicates near = new NearDuplicates(apart);
        List<String> ids = new ArrayList<>();
        for (Document document : documents) {
            near.add(document.text());
            ids.add(document.id());
        }
        Map<Integer, String> names = new HashMap<>();
        for (int number = 0; number < ids.size(); number++) {
            names.merge(near.cluster(number), ids.get(number), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
        List<Part> parts = new ArrayList<>();
        for (int number = 0; number < ids.size(); number++) {
            String name = names.getOrDefault(near.cluster(number), "");
            parts.add(Split.fraction(seed + " document " + name) < heldOut ? Part.HELD_OUT : Part.TRAINING);
        }
        return parts;
    }
}
