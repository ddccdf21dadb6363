package dev.selvedge.synth.near;

import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds texts that nearly repeat others. Texts are added in order and known by their number, from 0.
 *
 * <p>Two texts are linked if their signatures share a band and their {@link Sketch#resemblance resemblance} reaches the
 * threshold; linked texts form clusters, which do not depend on the order. Of a cluster the first text is kept. Each
 * other one repeats the earliest kept text of its cluster that it resembles by at least {@link Resemblance#floor()}, and
 * is kept too where there is none: chains of small changes do not drift into false removals.
 *
 * <p>Memory: at most 50 bytes a band, and 4 bytes for each different n-gram of the text, at most 16 KiB (some 1.6 KB for
 * a document of 170 words with {@link Resemblance#DOCUMENTS}). Of a bucket only the first
 * {@value #MOST_COMPARED} texts are compared with later ones, so a text costs at most that many comparisons a band,
 * whatever the texts are; only where more texts than that share a band is anything missed for it.
 *
 * <p>The scheme is that of Broder (1997) and of datatrove, which removes whatever shares a band; verification is added.
 * Used by one thread; sketches can be made by many.
 */
public final class NearDuplicates {
    /** Texts of a bucket, and kept texts of a cluster, that a text is compared with. */
    public static final int MOST_COMPARED = 128;

    private final Resemblance resemblance;
    private final int bands;
    private final Sketcher sketcher;
    private final List<Sketch> sketches = new ArrayList<>();
    private final Components components = new Components();
    private final Buckets buckets = new Buckets();

    public NearDuplicates(Resemblance resemblance) {
        this.resemblance = resemblance;
        this.bands = resemblance.bands();
        this.sketcher = new Sketcher(resemblance);
    }

    /** Which of these texts repeat which. */
    public static Repeats of(Iterable<String> texts, Resemblance resemblance) {
        NearDuplicates near = new NearDuplicates(resemblance);
        texts.forEach(near::add);
        return near.repeats();
    }

    /** Number of texts. */
    public int size() {
        return sketches.size();
    }

    /** Adds a text and returns its number. */
    public int add(String text) {
        return add(sketcher.sketch(text));
    }

    /** Adds a text whose sketch was made by a sketcher of the same resemblance, and returns its number. */
    public int add(Sketch sketch) {
        int number = sketches.size();
        if (number >= Integer.MAX_VALUE / bands) {
            throw new UserException("More than " + number + " texts cannot be compared in one process; use a cluster.");
        }
        sketches.add(sketch);
        for (int band = 0; band < bands; band++) {
            long key = sketch.band(band);
            int slot = buckets.slot(key);
            int compared = 0;
            for (int link = buckets.first(slot);
                    link >= 0 && compared < MOST_COMPARED;
                    link = buckets.after(slot, link), compared++) {
                int other = link / bands;
                // Within a cluster another link changes nothing.
                if (components.first(other) != components.first(number)
                        && sketch.resembles(sketches.get(other), resemblance.threshold())) {
                    components.join(number, other);
                }
            }
            if (compared < MOST_COMPARED) {
                buckets.append(slot, key, number * bands + band);
            }
        }
        return number;
    }

    /** The smallest number of those linked with a text, directly or by others. */
    public int cluster(int number) {
        return components.first(number);
    }

    /** The earliest text added so far that a text resembles by at least the threshold. Adds nothing. */
    public OptionalInt find(String text) {
        return find(sketcher.sketch(text));
    }

    private OptionalInt find(Sketch sketch) {
        int found = Integer.MAX_VALUE;
        for (int band = 0; band < bands; band++) {
            int slot = buckets.slot(sketch.band(band));
            for (int link = buckets.first(slot); link >= 0 && link / bands < found; link = buckets.after(slot, link)) {
                if (sketch.resembles(sketches.get(link / bands), resemblance.threshold())) {
                    found = link / bands;
                }
            }
        }
        return found == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /**
     * Adds a text unless it repeats one that was added before, for texts that are kept or dropped as they come.
     *
     * @return the earliest text that it repeats, or empty where it was added
     */
    public OptionalInt addUnlessRepeated(String text) {
        Sketch sketch = sketcher.sketch(text);
        OptionalInt found = find(sketch);
        if (found.isEmpty()) {
            add(sketch);
        }
        return found;
    }

    /** Which of the texts added so far repeat which. */
    public Repeats repeats() {
        SortedMap<Integer, List<Integer>> clusters = new TreeMap<>();
        for (int number = 0; number < sketches.size(); number++) {
            int first = components.first(number);
            if (first != number) {
                clusters.computeIfAbsent(first, f -> new ArrayList<>(List.of(f)))
                        .add(number);
            }
        }
        List<Optional<Repeat>> repeats = new ArrayList<>(Collections.nCopies(sketches.size(), Optional.empty()));
        for (List<Integer> cluster : clusters.values()) {
            List<Optional<Repeat>> settled =
                    Repeat.settle(cluster.stream().map(sketches::get).toList(), resemblance);
            for (int i = 0; i < settled.size(); i++) {
                repeats.set(cluster.get(i), settled.get(i).map(repeat -> repeat.in(cluster)));
            }
        }
        return new Repeats(repeats);
    }
}
