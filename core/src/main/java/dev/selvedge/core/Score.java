package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A value, or the reason why there is none. Unknown never becomes a number. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Score.Value.class, name = "value"),
    @JsonSubTypes.Type(value = Score.Unscored.class, name = "unscored")
})
public sealed interface Score {
    /**
     * A score.
     *
     * @param value finite
     */
    record Value(double value) implements Score {
        public Value {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a score is a finite number, not " + value);
            }
        }
    }

    /**
     * No score.
     *
     * @param fault whose fault it is
     * @param reason a sentence
     */
    record Unscored(Fault fault, String reason) implements Score {}

    static Score of(double value) {
        return new Value(value);
    }

    static Score unscored(Fault fault, String reason) {
        return new Unscored(fault, reason);
    }
}
