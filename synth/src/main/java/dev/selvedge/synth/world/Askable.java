package dev.selvedge.synth.world;

import java.util.random.RandomGenerator;

/** A document that questions are asked about. */
interface Askable {
    String id();

    /** The document's text. */
    String text();

    /** Lines of the text. */
    int lines();

    /**
     * A question about some of the lines.
     *
     * @param level from 1 to {@link PagedWorld#HARDEST}
     */
    Asked question(RandomGenerator random, int level);

    /** An exercise in reading several lines. */
    Lookup lookup(RandomGenerator random);
}
