package dev.selvedge.synth.confirm;

import java.util.Arrays;
import java.util.List;

/** What a draft has to pass, in order of cost. */
public enum Gate {
    /** There is an answer, whole, with code. */
    ANSWER,
    /** The code is of the dialect. */
    SYNTAX,
    /** It calls the given actions, and no others. */
    ACTIONS,
    /** Names, types and choices of its parameters are those of the catalogue. */
    PARAMETERS,
    /** No bytes that nobody has, and no bytes written as text. */
    BLOBS,
    /** It runs on the device, ends well, and does something that can be noticed. */
    EXECUTION;

    /** Reasons for which drafts fail here. */
    public List<Reason> reasons() {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.gate() == this)
                .toList();
    }
}
