package dev.selvedge.synth.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A document of a corpus.
 *
 * @param part what it may be used for
 */
public record KeptDocument(Document document, Audit audit, Part part) {
    /** What documents are used for. */
    public enum Part {
        @JsonProperty("training")
        TRAINING,
        /** Never trained on; no document in training is nearly the same. */
        @JsonProperty("held_out")
        HELD_OUT
    }
}
