package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;

/** What flows from one action to the next without being named. */
sealed interface Slot {
    /** Nothing flows. */
    record Empty() implements Slot {}

    /** The workflow has ended; nothing comes after. */
    record Ended() implements Slot {}

    record Known(Value value) implements Slot {}

    /** The output of a call or a literal. */
    record Output(Draft.Giving draft) implements Slot {}

    /** A variable that was got. */
    record Got(Draft.Assign draft) implements Slot {}

    /** The result of a block. */
    record Result(Draft.Block block) implements Slot {}
}
