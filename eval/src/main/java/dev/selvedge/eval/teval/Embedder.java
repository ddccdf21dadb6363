package dev.selvedge.eval.teval;

import java.util.List;

/** Makes vectors of texts whose angle says how alike the texts are. Safe for several threads. */
public interface Embedder {
    /** Name for records and reports. */
    String name();

    /**
     * A vector for each text, all of the same length, in the order of the texts.
     *
     * @throws dev.selvedge.core.UserException if there are none to be had
     */
    List<float[]> embed(List<String> texts);
}
