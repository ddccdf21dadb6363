package dev.selvedge.workflow.device;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Whether two workflows do the same, as far as could be seen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verdict")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Comparison.Equal.class, name = "equal"),
    @JsonSubTypes.Type(value = Comparison.Different.class, name = "different"),
    @JsonSubTypes.Type(value = Comparison.Undecided.class, name = "undecided")
})
public sealed interface Comparison {
    /**
     * The same in every scenario.
     *
     * @param scenarios how many
     * @param coverage of the reference's branches in all of them, 0 to 1
     */
    record Equal(int scenarios, double coverage) implements Comparison {}

    /**
     * Not the same.
     *
     * @param scenario the first one in which they differ
     * @param difference the first one, a sentence
     */
    record Different(Scenario scenario, String difference) implements Comparison {}

    /**
     * Could not be told.
     *
     * @param reason a sentence
     */
    record Undecided(String reason) implements Comparison {}
}
